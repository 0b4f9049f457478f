import Claims
import Domain
import Testing

/// What a number in a text says, and what is none.
struct ReadingTests {
    /// One claim, as `[low, high) unit` with the ends that are in.
    private static func said(_ text: String) -> [String] {
        Reader.claims(in: text).compactMap { claim in
            let unit: String
            switch claim.kind {
            case .count(let name): unit = name
            case .share: unit = "%"
            case .points: unit = "百分点"
            case .multiple: unit = "倍"
            case .ordinal(let name): unit = "第" + name
            case .date: return nil
            }
            if let exact = claim.bounds.exact { return exact.text + " " + unit }
            let low = claim.bounds.lower.map { ($0.isIn ? "[" : "(") + $0.value.text } ?? "(…"
            let high = claim.bounds.upper.map { $0.value.text + ($0.isIn ? "]" : ")") } ?? "…)"
            return low + "," + high + " " + unit
        }
    }

    @Test(arguments: [
        ("走访企业448家", "448 家"), ("解决问题３９个", "39 个"), ("共1,234件", "1234 件"), ("两百家企业", "200 家"),
        ("两百三十一件", "231 件"), ("两百三件", "230 件"), ("两百零三件", "203 件"), ("一万五份", "15000 份"),
        ("三千五百份", "3500 份"), ("十五家", "15 家"), ("四十家", "40 家"), ("一百一十家", "110 家"), ("二〇三户", "203 户"),
        ("1亿2000万元", "[119995000,120005000) 元"), ("4.02亿元", "[401500000,402500000) 元"),
        ("18.85亿元", "[1884500000,1885500000) 元"), ("3000万元", "[29995000,30005000) 元"), ("5万份", "[45000,55000) 份"),
        ("1.2万余人", "(12000,13000) 人"), ("3000余万元", "(30000000,40000000) 元"), ("三千余万元", "(30000000,40000000) 元"),
        ("5000余份", "(5000,6000) 份"), ("3000余人次", "(3000,4000) 人次"), ("100余次", "(100,200) 次"), ("百余次", "(100,200) 次"),
        ("二十余家", "(20,30) 家"), ("十多家", "(10,20) 家"), ("近200家", "[180,200) 家"), ("近两百家", "[180,200) 家"),
        ("近百家", "[90,100) 家"), ("约500人", "[475,525] 人"), ("500人左右", "[475,525] 人"), ("超3000人次", "(3000,…) 人次"),
        ("逾百家", "(100,…) 家"), ("突破100件", "(100,…) 件"), ("不足50户", "(…,50) 户"), ("50户以上", "[50,…) 户"),
        ("两三个", "[2,3] 个"), ("三五个", "[3,5] 个"), ("二三十家", "[20,30] 家"), ("三四百人", "[300,400] 人"),
        ("十二三个", "[12,13] 个"), ("十几家", "(10,20) 家"), ("几十家", "[10,100) 家"), ("数千人", "[1000,10000) 人"),
        ("3至5个", "[3,5] 个"), ("3—5个", "[3,5] 个"), ("7.03%", "[7.025,7.035) %"), ("百分之五", "5 %"),
        ("百分之七点零三", "[7.025,7.035) %"), ("千分之三", "0.3 %"), ("三成", "30 %"), ("近七成", "[63,70) %"),
        ("七成半", "75 %"), ("半数", "50 %"), ("过半", "(50,…) %"), ("98％", "98 %"), ("提高2.5个百分点", "[2.45,2.55) 百分点"),
        ("增长3倍", "3 倍"), ("翻一番", "2 倍"), ("翻两番", "4 倍"), ("第66次党工委会议", "66 第次"), ("十五届三次全会", "15 第届"),
    ])
    func `a number says what the true value may be`(text: String, meaning: String) {
        #expect(Self.said(text).first == meaning)
    }

    @Test(arguments: [
        "一征三议两公开", "三会一课", "一对一帮扶", "推行一网通办", "统一部署", "进一步加强", "千方百计", "第一时间到场", "第一书记",
        "豫政〔2019〕51号", "拨打12345热线", "电话0371-65551234", "建设路1号", "3号楼", "14时30分", "上午9:30", "一个问题也不放过",
        "一家企业反映", "24小时值班", "三年行动", "编号411002-20261125-00001-7", "党的二十大", "“五星”支部", "最近家家户户", "3路公交",
        "二〇二三年", "2023年", "6月2日下午", "签约企业", "13812345678",
    ])
    func `what only looks like a figure is none`(text: String) {
        #expect(Reader.claims(in: text).filter(\.isFigure).isEmpty)
    }

    @Test func `a page of the kind that a district prints is read whole`() {
        let text =
            "6月2日，全区走访企业448家，解决问题39个；开展志愿服务100余次，3000余人次参与，发放宣传页5000余份。"
            + "规上工业增加值4.02亿元，同比增长7.03%；完成税收18.85亿元，增长1.98%。高新技术企业21家、科技型中小企业72家。"
        let figures = Reader.claims(in: text).filter(\.isFigure).map(\.text)
        #expect(
            figures == [
                "448家", "39个", "100余次", "3000余人次", "5000余份", "4.02亿元", "7.03%", "18.85亿元", "1.98%", "21家", "72家",
            ]
        )
    }

    @Test func `every claim is where it says`() {
        let text = "本周受理１２件，约３成来自热线。\n第二行：近20家。"
        let characters = Array(text)
        let claims = Reader.claims(in: text)
        #expect(claims.map(\.text) == ["１２件", "约３成", "近20家"])
        for claim in claims { #expect(String(characters[claim.range]) == claim.text) }
    }

    @Test(arguments: [
        "", "九", "一", "百", "%%%", "9999999999999999999999家", "1亿亿亿元", "〔〔2019", "近近近", "第", "0家", "三三三三三三",
    ])
    func `no text brings the reader to a stop`(text: String) {
        _ = Draft(text)
        #expect(Draft(text + "。" + text).claims.count <= 4)
    }

    @Test(arguments: ["1家", "一", "9", "近", "占3%", "一二", "其中1件", "。", "〔", "第1次会议"])
    func `a long text without a full stop is read whole, whatever it repeats`(piece: String) {
        let text = String(repeating: piece, count: 5_000 / piece.count)
        #expect(Draft(text).findings.allSatisfy { $0.range.upperBound <= 5_000 })
    }
}
