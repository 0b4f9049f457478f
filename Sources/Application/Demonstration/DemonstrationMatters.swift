import Domain

/// The list of matters of the demonstration: ordinary ones, with limits of the size that cities publish (domain B.6).
enum DemonstrationMatters {
    static let units: [(code: String, chinese: String, english: String)] = [
        ("CG", "城市管理局", "City Management Bureau"),
        ("HW", "环境卫生服务中心", "Sanitation Service Centre"),
        ("SZ", "市政设施服务中心", "Municipal Works Centre"),
        ("YL", "园林绿化中心", "Parks and Greening Centre"),
        ("JJ", "交通警察大队", "Traffic Police Brigade"),
        ("ZJ", "住房和城乡建设局", "Housing and Construction Bureau"),
        ("HB", "生态环境分局", "Ecology and Environment Branch"),
        ("MZ", "民政局", "Civil Affairs Bureau"),
        ("QF", "企业服务中心", "Enterprise Service Centre"),
    ]

    /// A category with the sentences that reports of it are made of.
    struct Matter {
        var code: String
        var name: Wording
        var description: Wording
        var group: Wording
        var unit: String
        var solve: String
        var isSelfHandlable = false
        var sentences: [String]
        var attributes: [CauseCategory.Attribute] = []
    }

    private static let streets = Wording("市容环境", english: "Clean streets")
    private static let works = Wording("公用设施", english: "Public works")
    private static let order = Wording("街面秩序", english: "Order in the street")
    private static let living = Wording("民生服务", english: "Everyday help")

    static let all: [Matter] = [
        Matter(
            code: "waste",
            name: Wording("暴露垃圾", english: "Rubbish lying about"),
            description: Wording("路边、楼下堆着没人收的垃圾。", english: "Rubbish that nobody has taken away."),
            group: streets,
            unit: "HW",
            solve: "1wd",
            isSelfHandlable: true,
            sentences: ["楼下垃圾桶旁边堆了好几袋垃圾，有味了。", "菜市场后面垃圾没人收。", "绿化带里都是塑料袋和快餐盒。"]
        ),
        Matter(
            code: "rubble",
            name: Wording("积存渣土", english: "Building waste"),
            description: Wording("装修、拆迁留下的砖块渣土。", english: "Rubble left from building or renovation."),
            group: streets,
            unit: "CG",
            solve: "4wd",
            sentences: ["小区门口堆着装修垃圾，占了半条路。", "拆围墙剩的砖头放了快一个月。"]
        ),
        Matter(
            code: "dirty-road",
            name: Wording("道路不洁", english: "Dirty road"),
            description: Wording("路面油污、泥土、落叶没有清扫。", english: "Oil, mud or leaves on the road."),
            group: streets,
            unit: "HW",
            solve: "5wh",
            isSelfHandlable: true,
            sentences: ["渣土车过后路上全是泥。", "饭店门口路面都是油，下雨很滑。"]
        ),
        Matter(
            code: "street-light",
            name: Wording("路灯不亮", english: "Street light out"),
            description: Wording("路灯不亮、闪烁、灯杆歪斜。", english: "A lamp that is off, flickers or leans."),
            group: works,
            unit: "SZ",
            solve: "3wd",
            sentences: ["连着三盏路灯都不亮，晚上看不清。", "路灯一闪一闪的，好几天了。", "灯杆被车撞歪了。"],
            attributes: [lampState]
        ),
        Matter(
            code: "manhole",
            name: Wording("井盖缺损", english: "Broken manhole cover"),
            description: Wording("井盖丢失、破损、响动。", english: "A cover that is missing, broken or rattles."),
            group: works,
            unit: "SZ",
            solve: "1wd",
            sentences: ["井盖裂了，电动车过去很危险。", "井盖不见了，居民放了个树枝提醒。", "半夜车一压井盖就响。"]
        ),
        Matter(
            code: "pothole",
            name: Wording("路面破损", english: "Broken road surface"),
            description: Wording("坑洼、塌陷、地砖松动。", english: "Potholes, subsidence, loose paving."),
            group: works,
            unit: "SZ",
            solve: "7wd",
            sentences: ["路中间有个大坑，昨天有人摔了。", "人行道地砖都松了，下雨溅一身水。"]
        ),
        Matter(
            code: "flooding",
            name: Wording("道路积水", english: "Standing water"),
            description: Wording("雨后积水不退、污水冒溢。", english: "Water that does not drain, sewage that wells up."),
            group: works,
            unit: "SZ",
            solve: "4wh",
            sentences: ["下水道堵了，污水往外冒。", "一下雨路口就积水到小腿。"]
        ),
        Matter(
            code: "trees",
            name: Wording("绿化缺损", english: "Trees and greenery"),
            description: Wording("树木倾倒、枯死、枝叶遮挡。", english: "Trees that have fallen, died or block the way."),
            group: works,
            unit: "YL",
            solve: "5wd",
            sentences: ["树枝挡住了红绿灯。", "行道树枯死了，怕倒下来。", "大风把树刮倒在人行道上。"]
        ),
        Matter(
            code: "parking",
            name: Wording("车辆乱停", english: "Bad parking"),
            description: Wording("占盲道、堵消防通道的停车。", english: "Cars on tactile paving or in fire lanes."),
            group: order,
            unit: "JJ",
            solve: "4wh",
            isSelfHandlable: true,
            sentences: ["消防通道天天停满车。", "盲道上停了一排电动车。"]
        ),
        Matter(
            code: "street-trade",
            name: Wording("占道经营", english: "Trading in the road"),
            description: Wording("摊位占了路，行人走不过去。", english: "Stalls that leave no room to pass."),
            group: order,
            unit: "CG",
            solve: "2wd",
            isSelfHandlable: true,
            sentences: ["烧烤摊把人行道全占了，烟很大。", "早市散了以后路上摊位还不撤。"]
        ),
        Matter(
            code: "noise",
            name: Wording("噪声扰民", english: "Noise"),
            description: Wording("施工、广场舞、店铺喇叭的噪声。", english: "Noise of works, music or loudspeakers."),
            group: order,
            unit: "HB",
            solve: "3wd",
            sentences: ["工地半夜还在打桩。", "店铺喇叭从早响到晚。"]
        ),
        Matter(
            code: "facade",
            name: Wording("外墙脱落", english: "Falling façade"),
            description: Wording("楼房外墙、空调架、广告牌有掉落危险。", english: "Parts of a building that may fall."),
            group: order,
            unit: "ZJ",
            solve: "5wd",
            sentences: ["三楼外墙瓷砖往下掉。", "广告牌松了，刮风就晃。"]
        ),
        Matter(
            code: "help",
            name: Wording("民生求助", english: "Asking for help"),
            description: Wording("停水停电、公共设施不便、办事不知找谁。", english: "No water or power, or not knowing whom to ask."),
            group: living,
            unit: "MZ",
            solve: "3wd",
            isSelfHandlable: true,
            sentences: ["这一片停水一天了，不知道什么时候来。", "想给老人办优待证，不知道去哪里办。", "楼道感应灯坏了，物业说不归他管。"]
        ),
    ]

    private static let firms = Wording("企业诉求", english: "Firms' problems")

    /// The set for firms' problems: one for each thing that a firm may need, on the clocks of their grades.
    static let ofFirms: [Matter] = [
        ofFirms("land", "企业用地", "Land", unit: "QF"),
        ofFirms("utilities", "水电气热", "Water, power, gas, heat", unit: "SZ"),
        ofFirms("finance", "企业融资", "Money", unit: "QF"),
        ofFirms("labour", "企业用工", "Workers", unit: "QF"),
        ofFirms("approvals", "审批手续", "Permits", unit: "QF"),
        ofFirms("logistics", "物流运输", "Transport", unit: "JJ"),
        ofFirms("environment-safety", "环保安全", "Environment and safety", unit: "HB"),
        ofFirms("intellectual-property", "知识产权", "Intellectual property", unit: "QF"),
        ofFirms("legal", "涉法问题", "Law", unit: "QF"),
        ofFirms("outside-the-wall", "围墙外的事", "Outside the wall", unit: "SZ"),
        ofFirms("other", "其他企业诉求", "Other problems of firms", unit: "QF"),
    ]

    private static func ofFirms(_ need: String, _ chinese: String, _ english: String, unit: String) -> Matter {
        Matter(
            code: "firm-" + need,
            name: Wording(chinese, english: english),
            description: Wording("企业提出的\(chinese)。", english: "What a firm says of: \(english.lowercased())."),
            group: firms,
            unit: unit,
            solve: "15wd",
            sentences: []
        )
    }

    private static let lampState = CauseCategory.Attribute(
        code: code("LAMP"),
        kind: .singleValueList,
        isRequired: false,
        question: Wording("灯怎么了？", english: "What is wrong with the lamp?"),
        hint: Wording("选一项。", english: "Choose one."),
        choices: [
            CauseCategory.Attribute.Choice(key: "off", name: Wording("不亮", english: "It is off")),
            CauseCategory.Attribute.Choice(key: "flicker", name: Wording("闪烁", english: "It flickers")),
            CauseCategory.Attribute.Choice(key: "leaning", name: Wording("灯杆歪斜", english: "The pole leans")),
        ]
    )

    /// - Throws: ``Malformed`` when the data above is not what it should be; a test makes every one.
    static func categories() throws -> [CauseCategory] {
        try (all + ofFirms).map { matter in
            CauseCategory(
                code: try CategoryCode(parsing: matter.code),
                name: matter.name,
                description: matter.description,
                group: matter.group,
                keywords: [],
                establishCondition: Wording(
                    "现场情况属实，属于本区责任。",
                    english: "It is as reported, and the district answers for it."
                ),
                // 线上反馈、当日回应 is the promise that the district published for a first word; the answer itself
                // gets a day more.
                answerLimit: try Limit(parsing: "2wd"),
                verifyLimit: try Limit(parsing: "4wh"),
                solveLimit: try Limit(parsing: matter.solve),
                checkLimit: try Limit(parsing: "1wd"),
                leadUnit: try UnitCode(parsing: matter.unit),
                isSelfHandlable: matter.isSelfHandlable,
                attributes: matter.attributes
            )
        }
    }

    private static func code(_ text: String) -> CategoryCode {
        do { return try CategoryCode(parsing: text) } catch { preconditionFailure("assumed a valid code: \(text)") }
    }

    static let familyNames = ["张", "王", "李", "赵", "刘", "陈", "杨", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林"]
    static let givenNames = ["建国", "秀英", "海燕", "志强", "丽华", "军", "敏", "磊", "静", "洋", "红梅", "春生", "晓东", "玉兰", "国庆", "小满"]
    static let roads = ["建设路", "文峰路", "八一路", "七一路", "劳动路", "许由路", "莲城大道", "天宝路", "颍昌大道", "解放路"]
    static let replies = ["已派人到现场处理完毕，谢谢您的反映。", "问题已解决，我们会加强日常巡查。", "已经修好，如再出现请继续反映。"]
    static let outcomes = ["已到现场清理。", "已更换损坏部件，现场恢复正常。", "已联系责任方整改到位。"]
}
