/// What a member of staff may be appointed to do (domain B.5); the raw value is stored and never reused.
package enum Role: String, Hashable, Sendable, CaseIterable {
    /// 网格员: sees and verifies what happens in the own grid, checks what was done there.
    case gridWorker = "grid_worker"
    /// 受理员: takes reports in, asks for verification and checks, registers.
    case intake
    /// 值班长: establishes and closes cases, approves voids; never what they asked for themselves.
    case dutyChief = "duty_chief"
    /// 派遣员: sends established cases to the unit that handles them.
    case dispatcher
    /// 承办单位: handles what was dispatched to the own unit.
    case handlingUnit = "handling_unit"
    /// 督查: sees everything in the own territory, changes nothing, sees no contact data.
    case supervisor
    /// Keeps territory, posts, categories and accounts; works no cases.
    case administrator
}
