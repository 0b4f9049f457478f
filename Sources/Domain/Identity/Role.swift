/// What a member of staff may be appointed to do (domain B.5); the raw value is stored and never reused.
package enum Role: String, Hashable, Sendable, CaseIterable {
    /// 网格员: sees and verifies what happens in the own grid, checks what was done there.
    case gridWorker = "grid_worker"
    /// 社区、网格长: solves with the community's own means what a grid worker cannot (L2).
    case community
    /// 受理员: takes reports in, asks for verification and checks, registers.
    case intake
    /// 值班长: establishes and closes cases, approves voids and requests; never what they asked for themselves.
    case dutyChief = "duty_chief"
    /// 分管领导: decides the second extension of a case, and whatever a duty chief may decide.
    case leader
    /// 派遣员: sends established cases to the unit that handles them.
    case dispatcher
    /// 承办单位: handles what was dispatched to the own unit.
    case handlingUnit = "handling_unit"
    /// 督查: sees everything in the own territory, asks for an answer by a time (督办), changes nothing, sees no contact data.
    case supervisor
    /// Keeps territory, posts, categories and accounts; works no cases.
    case administrator
    /// 企业管家: serves the firms that were assigned to them, and those of the own part of the territory.
    case steward
    /// 首席服务员: keeps the list of firms, says who is whose steward, freezes the lists of rounds; visits nobody.
    case serviceChief = "service_chief"
}
