import NIOCore
import NIOHTTPTypes

/// How slow a peer may be: one that drips its request would hold memory and a connection for as long as it likes.
package struct Pace: Equatable, Sendable {
    /// From the connection to the end of its first request's headers, ms.
    package var headMS: Int64
    /// A body may be slower than the rate for so long, ms.
    package var graceMS: Int64
    /// Least rate of a body, bytes in a second.
    package var bytesPerSecond: Int64

    package init(headMS: Int64 = 10_000, graceMS: Int64 = 10_000, bytesPerSecond: Int64 = 1_024) {
        self.headMS = headMS
        self.graceMS = graceMS
        self.bytesPerSecond = bytesPerSecond
    }

    /// Until when `received` bytes of a body are enough, ms from its begin.
    func allowanceMS(_ received: Int64) -> Int64 { graceMS + received * 1_000 / max(1, bytesPerSecond) }
}

/// Closes a connection whose peer is slower than the pace.
///
/// It stands where requests are decoded, so that a body is held to it also when nobody reads it any more.
final class PaceKeeper: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let pace: Pace
    private var alarm: Scheduled<Void>?
    private var received: Int64 = 0
    private var begin = NIODeadline.now()

    init(_ pace: Pace) { self.pace = pace }

    func handlerAdded(context: ChannelHandlerContext) { if context.channel.isActive { waitForHead(context) } }

    func channelActive(context: ChannelHandlerContext) {
        waitForHead(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        rest()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { rest() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            received = 0
            begin = .now()
            watchBody(context)
        case .body(let bytes): received += Int64(bytes.readableBytes)
        // Between two requests the server's own idle timeout counts.
        case .end: rest()
        }
        context.fireChannelRead(data)
    }

    private func waitForHead(_ context: ChannelHandlerContext) {
        guard alarm == nil else { return }
        let channel = context.channel
        alarm = context.eventLoop.scheduleTask(in: .milliseconds(pace.headMS)) { channel.close(promise: nil) }
    }

    /// Looks again when what has come so far is no longer enough.
    private func watchBody(_ context: ChannelHandlerContext) {
        rest()
        let due = begin + .milliseconds(pace.allowanceMS(received))
        guard due > .now() else { return context.close(promise: nil) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        alarm = context.eventLoop.scheduleTask(deadline: due) {
            let (keeper, context) = bound.value
            keeper.watchBody(context)
        }
    }

    private func rest() {
        alarm?.cancel()
        alarm = nil
    }
}
