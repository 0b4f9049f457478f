/// The schema's history, oldest first.
package enum Schema {
    package static let migrations: [Migration] = [
        theRoad, unusedPhotos, boardIdentity, movedClocks, access, messages, search,
        office,
        also, pictures, deskQueues, sheets, shared, routing, figures,
        cases, firms,
        active,
        claims,
        witnesses, erasure,
        bulletin,
        service,
        firstPasswords,
        ground,
        projects,
        scale,
        documents, firmLists, policies, recordErasure,
    ]

    /// A table that is a view of the journal.
    package struct Projection: Sendable {
        package let table: Table
        /// What the migrations have built on it beside its keys; a test compares them with the database's own list.
        package let indexes: [Index]
    }

    /// An index that a migration has built.
    package struct Index: Sendable {
        package let name: String
        package let statement: String

        init(_ name: String, on columns: String, isUnique: Bool = false) {
            self.name = name
            statement = "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(name) ON \(columns)"
        }
    }

    /// By table.
    static let indexes = [
        "case_file": caseIndexes + searchIndexes.filter { $0.name != "case_file_place" } + mergedIndexes + listIndexes,
        "account": accountIndexes,
        "shared_task": sharedIndexes + watchIndexes, "figure": figureIndexes,
        "enterprise": firmIndexes + firmListIndexes,
        "enterprise_term": termIndexes,
        "enterprise_tag": tagIndexes, "enterprise_status": statusIndexes, "visit": visitIndexes,
        "round_firm": roundFirmIndexes + missingIndexes,
        "problem": problemIndexes + problemSumIndexes,
        "activity": activityIndexes, "meeting": meetingIndexes,
        "erasure": erasureIndexes, "record_erasure": recordErasureIndexes,
        "bulletin": bulletinIndexes,
        "form_return": formIndexes,
        "project": projectIndexes, "project_year": projectYearIndexes, "project_term": projectTermIndexes,
        "project_blocker": projectBlockerIndexes, "procedure_service": procedureIndexes,
        "policy": policyIndexes, "policy_request": policyRequestIndexes,
    ]
}
