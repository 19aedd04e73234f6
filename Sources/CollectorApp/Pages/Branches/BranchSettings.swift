import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// A branch's settings: its opening hours for its manager, all of it for central ops.
struct BranchSettings: Sendable {
    let collector: Collector

    static func path(_ id: String) -> String { "/branches/\(id)/settings" }

    private struct View {
        let frame: PageFrame
        let formToken: String
        let path: String
        let id: String
        let name: String
        let timeZone: String
        let region: String
        let labels: String
        let openingHours: String
        let changesAll: Bool
    }

    fileprivate struct Form: SessionForm {
        var form: String?
        var name: String?
        var zone: String?
        var region: String?
        /// Separated by semicolons.
        var labels: String?
        var hours: String?
    }

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path(":id"))", use: show)
        pages.post("\(Self.path(":id"))", use: change)
    }

    @Sendable
    private func show(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.manager)
        let id = context.pathParameter("id")
        guard let branch = try await collector.store.branch(id: id, in: context.reach) else {
            throw Problem.noBranch(id)
        }
        return collector.page(
            "settings",
            View(
                frame: try context.frame(branch.name, .branches, now: collector.now()),
                formToken: context.principal?.formToken ?? "", path: Self.path(id), id: id, name: branch.name,
                timeZone: branch.timeZone, region: branch.region, labels: branch.labels.joined(separator: "; "),
                openingHours: branch.openingHours ?? "", changesAll: context.mayChangeBranches))
    }

    @Sendable
    private func change(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .manager)
        let form = try await request.fields(Form.self, context)
        let id = context.pathParameter("id")
        let changesAll = context.mayChangeBranches
        _ = try await collector.store.changeBranch(
            id, in: context.reach, by: actor, nowMS: collector.now()
        ) { old throws(Problem) in
            guard let old else { return nil }
            return try BranchInfo(id: id, change: form.change(of: old, isWhole: changesAll), old: old)
        }
        context.logger.notice("branch changed", metadata: ["branch": "\(id)", "by": "\(actor.name)"])
        return .redirect(to: "/branches/\(id)", type: .normal)
    }
}

extension BranchSettings.Form {
    /// - Parameter isWhole: Whether more than the opening hours may become other, whatever the form says.
    fileprivate func change(of old: BranchInfo, isWhole: Bool) -> ApiBranchChange {
        guard isWhole else {
            return ApiBranchChange(name: old.name, timeZone: old.timeZone, openingHours: hours)
        }
        let words = labels?.split(separator: ";").map { String($0).trimmingWhitespace }.filter { !$0.isEmpty }
        return ApiBranchChange(
            name: name ?? old.name, timeZone: zone?.trimmingWhitespace ?? old.timeZone, region: region, labels: words,
            openingHours: hours)
    }
}

extension CollectorContext {
    /// Whether whoever asks may change a branch beyond its opening hours.
    fileprivate var mayChangeBranches: Bool { (try? require(.ops)) != nil }
}
