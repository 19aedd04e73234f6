import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// `/api/v1/branches`: where the kiosks stand, and when that is open.
struct BranchRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.branches)", use: branches)
        api.post("\(Api.Path.branchImport)", use: importFile)
        api.get("\(Api.Path.branch(":id"))", use: branch)
        api.put("\(Api.Path.branch(":id"))", use: change)
        api.put("\(Api.Path.openingHours(":id"))", use: changeHours)
    }

    @Sendable
    private func branches(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(ApiBranches(branches: try await collector.store.branches(in: context.reach)))
    }

    @Sendable
    private func branch(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let id = context.pathParameter("id")
        guard let branch = try await collector.store.branch(id: id, in: context.reach) else {
            throw Problem.noBranch(id)
        }
        return try .json(branch)
    }

    @Sendable
    private func change(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let wish = try await request.decoded(ApiBranchChange.self, upTo: 65_536)
        return try await change(by: actor, context) { id, old throws(Problem) in
            try BranchInfo(id: id, change: wish, old: old)
        }
    }

    /// For the manager of a branch, who may not change its time zone or region: that would change who sees it.
    @Sendable
    private func changeHours(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .manager)
        let wish = try await request.decoded(ApiOpeningHours.self, upTo: 65_536)
        return try await change(by: actor, context) { id, old throws(Problem) in
            guard let old else { return nil }
            let change = ApiBranchChange(name: old.name, timeZone: old.timeZone, openingHours: wish.openingHours)
            return try BranchInfo(id: id, change: change, old: old)
        }
    }

    private func change(
        by actor: AuditActor, _ context: CollectorContext,
        _ make: @escaping @Sendable (String, BranchInfo?) throws(Problem) -> BranchInfo?
    ) async throws -> Response {
        let id = context.pathParameter("id")
        let (branch, isNew) = try await collector.store.changeBranch(
            id, in: context.reach, by: actor, nowMS: collector.now()
        ) { old throws(Problem) in try make(id, old) }
        context.logger.notice("branch changed", metadata: ["branch": "\(id)", "by": "\(actor.name)"])
        return try .json(branch, status: isNew ? .created : .ok)
    }

    /// The body is the file; every fault of it is told, and nothing is stored when there is one.
    @Sendable
    private func importFile(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let isRehearsal = try request.uri.queryParameters.flag("dry_run")
        let bytes = try await request.body.collect(upTo: 4_194_304)
        let branches = try BranchFile.read(String(buffer: bytes))
        let (added, changed) = try await collector.store.importBranches(
            branches, by: actor, isRehearsal: isRehearsal, nowMS: collector.now())
        if !isRehearsal {
            context.logger.notice(
                "branches imported",
                metadata: ["added": "\(added.count)", "changed": "\(changed.count)", "by": "\(actor.name)"])
        }
        return try .json(
            ApiBranchImport(
                added: added, changed: changed, unchanged: branches.count - added.count - changed.count,
                dryRun: isRehearsal))
    }
}
