import CollectorStore
import Hummingbird

extension Collector {
    /// Every route behind its middleware, outermost first.
    func router() -> Router<CollectorContext> {
        let router = Router(context: CollectorContext.self)
        router.add(middleware: CountRequests(counters: counters))
        router.add(
            middleware: CollectorHeaders(collectorID: store.identity.id, epoch: store.identity.epoch, now: now))
        router.add(middleware: SecurityHeaders(isSecure: isSecure))
        router.add(middleware: PageErrors(collector: self))
        router.add(middleware: ProblemMiddleware())
        HealthRoutes(collector: self).add(to: router)
        LoginRoutes(collector: self).add(to: router)
        PageRoutes(collector: self).add(to: router)
        ApiRoutes(collector: self).add(to: router)
        addDeviceRoutes(to: router)
        return router
    }
}
