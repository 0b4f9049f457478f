import Domain

/// The dispatch catalogue of the demonstration: each major class has its unit, and some places and hours another.
enum DemonstrationDispatch {
    static let basis = "演示区派遣目录（示例）"

    /// As `qipan catalogue import` would take it.
    static let text = """
        rule,matter,area,hours,unit,post,from,until,basis
        R01,all,all,all,CG,CG-D,,,示例目录 总则
        R02,group:市容环境,all,all,HW,HW-D,,,示例目录 市容环境
        R03,group:公用设施,all,all,SZ,SZ-D,,,示例目录 公用设施
        R04,group:街面秩序,all,all,CG,CG-D,,,示例目录 街面秩序
        R05,group:民生服务,all,all,MZ,MZ-D,,,示例目录 民生服务
        R06,group:企业诉求,all,all,QF,QF-D,,,示例目录 企业诉求
        R07,firm-utilities,all,all,SZ,SZ-D,,,示例目录 水电气热
        R08,firm-outside-the-wall,all,all,SZ,SZ-D,,,示例目录 围墙外的事
        R09,firm-logistics,all,all,JJ,JJ-D,,,示例目录 物流运输
        R10,firm-environment-safety,all,all,HB,HB-D,,,示例目录 环保安全
        R11,rubble,all,all,CG,CG-D,,,示例目录 渣土
        R12,waste,all,all,HW,HW-D,,,示例目录 垃圾
        R13,waste,all,night,CG,CG-D,,,示例目录 夜间值守
        R14,waste,all,holiday,CG,CG-D,,,示例目录 节假日值守
        R21,trees,all,all,YL,YL-D,,,示例目录 园林
        R22,parking,all,all,JJ,JJ-D,,,示例目录 停车秩序
        R23,noise,all,all,HB,HB-D,,,示例目录 噪声
        R24,noise,all,night,CG,CG-D,,,示例目录 夜间值守
        R25,facade,all,all,ZJ,ZJ-D,,,示例目录 房屋
        R31,street-light,411002016,all,CG,CG-D,,,示例目录 产业集聚区自行管护
        """

    /// - Throws: ``Malformed`` when a line above is not what it should be; making the demonstration reads every one.
    static func rules() throws -> [DispatchRule] {
        let file = try DispatchFile(text: text)
        guard file.rejected.isEmpty else { throw Malformed("rule_code", expected: "rules that can be read") }
        return file.rules
    }
}
