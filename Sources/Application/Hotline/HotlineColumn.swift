/// A column of the 12345 hotline's sheet of orders; the raw value is its heading there.
package enum HotlineColumn: String, Hashable, Sendable, CaseIterable {
    case number = "工单编号"
    case receivedAt = "接收时间"
    case unit = "承办单位"
    case text = "问题描述"
    case opinion = "转办意见"
    case due = "办结时限"
    case urgency = "紧急程度"
    case confidential = "是否保密"
    case wantsReply = "是否回复"
    case intake = "受理类型"
    case source = "信息来源"
    case callKind = "来电类别"
    case level1 = "一级分类"
    case level2 = "二级分类"
    case level3 = "三级分类"
    case level4 = "四级分类"
    case level5 = "五级分类"
    case orderKind = "工单类型"
    case replyKind = "回复类型"
    case handling = "办理情况或回退(延期)理由"
    case returnOpinion = "回退意见"
    case leaderOpinion = "领导意见"
    case signer = "签发人"
    case extendedTo = "申请延期至"
    case extendedDays = "申请延期天数"
    case reply = "答复来电人情况"
    case replier = "答复人"
    case repliedAt = "答复时间"
    case replyPhone = "答复电话"
    case subunit = "下级单位"
    case subunitRepliedAt = "下级回复时间"
    case track = "办理轨迹"

    /// What we fill in; the rest is the hotline's.
    var isOurs: Bool {
        switch self {
        case .replyKind, .handling, .extendedTo, .extendedDays, .reply, .replier, .repliedAt, .replyPhone, .subunit,
            .subunitRepliedAt, .track:
            true
        case .number, .receivedAt, .unit, .text, .opinion, .due, .urgency, .confidential, .wantsReply, .intake, .source,
            .callKind, .level1, .level2, .level3, .level4, .level5, .orderKind, .returnOpinion, .leaderOpinion, .signer:
            false
        }
    }

    /// What the hotline alone writes: by these a line is news or not.
    ///
    /// The unit is filled in by whichever side knows it.
    var isCompared: Bool { !isOurs && self != .unit }

    /// What is told to those who handle the case when the hotline changes it.
    static let told: [HotlineColumn] = [
        .text, .opinion, .due, .urgency, .returnOpinion, .leaderOpinion, .orderKind,
    ]

    /// The finest first.
    static let levels: [HotlineColumn] = [.level5, .level4, .level3, .level2, .level1]
}

/// Columns that some hotlines' sheets have beside, which say where it is and how it stands there.
enum HotlineExtra: CaseIterable {
    case address, longitude, latitude, grid, status

    var headings: [String] {
        switch self {
        case .address: ["事发地址", "事发地点", "发生地址", "地址"]
        case .longitude: ["经度"]
        case .latitude: ["纬度"]
        case .grid: ["网格编码", "所属网格", "网格"]
        case .status: ["工单状态", "办理状态", "状态"]
        }
    }
}
