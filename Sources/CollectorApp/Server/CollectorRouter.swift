import CollectorStore
import Hummingbird

extension Collector {
    /// Every route behind its middleware, outermost first.
    func router() -> Router<CollectorContext> {
        let router = Router(context: CollectorContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CountRequests(counters: counters))
        router.add(
            middleware: CollectorHeaders(collectorID: store.identity.id, epoch: store.identity.epoch, now: now))
        router.add(middleware: SecurityHeaders(isSecure: isSecure))
        router.add(middleware: PageErrors(collector: self))
        router.add(middleware: ProblemMiddleware())
        let methods = MethodCheck.Table()
        router.add(middleware: MethodCheck(table: methods))
        HealthRoutes(collector: self).add(to: router)
        LoginRoutes(collector: self).add(to: router)
        PasswordRoutes(collector: self).add(to: router)
        PageRoutes(collector: self).add(to: router)
        ApiDescription.add(to: router)
        ApiRoutes(collector: self).add(to: router)
        addDeviceRoutes(to: router)
        methods.fill(from: router)
        return router
    }
}
