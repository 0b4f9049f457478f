import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

extension Open311Door {
    /// The bulk table (GR-52): every request, written while it is read, a thousand rows at a time.
    func bulk() -> Response {
        let office = office
        let header =
            "service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,"
            + "source,service_name,service_subtype,description,agency_responsible,address,lat,long\r\n"
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: header))
            var pages = office.pages(of: CaseList(CaseFilter(), name: "bulk"))
            while let cases = try await pages.next() {
                var buffer = ByteBuffer()
                for summary in cases { buffer.writeBytes(CSVLine.bytes(Self.fields(summary, office: office))) }
                try await writer.write(buffer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present", .accessControlAllowOrigin: "*",
                .contentDisposition: "attachment; filename=\"requests.csv\"", .xContentTypeOptions: "nosniff",
            ],
            body: body
        )
    }

    private static func fields(_ summary: CaseSummary, office: Office) -> [String] {
        let directory = office.directory
        let grid = summary.gridCode.flatMap { directory.grid(named: $0) }.flatMap { directory.grids[$0]?.name }
        let unit = summary.unit.flatMap { directory.handlingUnits[$0]?.name.chinese }
        return [
            summary.number.rawValue, summary.reportedAt.description,
            (summary.closedAt ?? summary.updatedAt).description,
            summary.closedAt?.description ?? "", summary.isOpen ? "open" : "closed",
            summary.reply ?? "", summary.channel.rawValue, directory.categories[summary.category]?.name.chinese ?? "",
            summary.category.rawValue, summary.text, unit ?? grid ?? "", summary.address ?? grid ?? "",
            summary.point.map { "\($0.latitude)" } ?? "", summary.point.map { "\($0.longitude)" } ?? "",
        ]
    }
}
