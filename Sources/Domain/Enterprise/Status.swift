extension Enterprise {
    /// Something that an authority has granted to a firm, with its certificate: 高新技术企业, an innovation platform.
    package struct Status: Hashable, Sendable {
        /// The raw value is stored and never reused.
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            /// 高新技术企业; certificates of three years.
            case highTech = "high_tech"
            /// 科技型中小企业; a number of each year.
            case techSME = "tech_sme"
            /// 规模以上.
            case aboveScale = "above_scale"
            /// 专精特新.
            case specialised
            /// 省级工程技术研究中心.
            case engineeringCentre = "engineering_centre"
            /// 国家级科技企业孵化器.
            case incubator

            /// Innovation platforms are hosted by a firm, and counted apart.
            package var isPlatform: Bool {
                switch self {
                case .engineeringCentre, .incubator: true
                case .highTech, .techSME, .aboveScale, .specialised: false
                }
            }
        }

        package var kind: Kind
        /// The certificate's or the list's number; empty where there is none.
        package var certificate: String
        package var from: Day
        /// Last day; nil where it has none.
        package var until: Day?

        package init(kind: Kind, certificate: String, from: Day, until: Day?) {
            self.kind = kind
            self.certificate = certificate
            self.from = from
            self.until = until
        }

        package func isValid(on day: Day) -> Bool { day >= from && until.map { day <= $0 } ?? true }

        func overlaps(_ other: Status) -> Bool {
            from <= (other.until ?? .distantFuture) && other.from <= (until ?? .distantFuture)
        }
    }
}
