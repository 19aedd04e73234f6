import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// Signing in and out: by password, or by a link that works once.
struct LoginRoutes: Sendable {
    let collector: Collector

    func add(to router: Router<CollectorContext>) {
        router.get("/login", use: form)
        router.post("/login", use: signIn)
        router.post("/logout", use: signOut)
        router.get("/login/once/:token", use: once)
        // Programs that look where a link leads before anybody follows it must not use it up.
        router.head("/login/once/:token") { _, _ in Response(status: .ok, headers: [.cacheControl: "no-store"]) }
    }

    private struct Form: Decodable {
        var name: String?
        var password: String?
        var form: String?
    }

    @Sendable
    private func form(_ request: Request, _ context: CollectorContext) async throws -> Response {
        page(request, status: .ok, message: nil, name: "")
    }

    @Sendable
    private func signIn(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let form = try await request.form(Form.self, context)
        let name = form.name ?? ""
        guard let visitor = request.cookies[SessionCookie.visitorName]?.value,
            form.form == SessionCookie.formToken(for: visitor)
        else {
            return page(request, status: .forbidden, message: "The form was too old. Please try again.", name: name)
        }
        let now = collector.now()
        let stored = try await collector.store.passwordHash(of: name)
        let outcome = await collector.gate.check(
            name: name, address: context.guardedAddress, password: form.password ?? "", stored: stored, now: now)
        switch outcome {
        case .right:
            return try await welcome(name, from: context)
        case .wrong:
            context.logger.notice("sign-in refused", metadata: ["address": "\(context.peer)"])
            return page(request, status: .unauthorized, message: "Name or password is wrong.", name: name)
        case .wait(let milliseconds):
            try await noteRefusal(of: stored == nil ? nil : name, from: context, now: now)
            let seconds = (milliseconds + 999) / 1_000
            let wait = Words.age(seconds * 1_000)
            var response = page(
                request, status: .tooManyRequests, message: "Too many tries. Wait \(wait) and try again.", name: name)
            response.headers.set("Retry-After", String(seconds))
            return response
        }
    }

    @Sendable
    private func once(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        let user = try await collector.store.redeemOneTimeLogin(hash: Secrets.hash(token), nowMS: collector.now())
        guard let user else {
            return collector.messagePage(
                "Link is over",
                "This sign-in link was used before, or is older than 15 minutes. Ask for a new one, "
                    + "or sign in with your password.", status: .gone)
        }
        return try await welcome(user.name, from: context)
    }

    @Sendable
    private func signOut(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let form = try await request.form(Form.self, context)
        guard let cookie = request.cookies[SessionCookie.name]?.value else {
            return .redirect(to: "/login", type: .normal)
        }
        guard form.form == SessionCookie.formToken(for: cookie) else {
            return collector.messagePage(
                "Not signed out", "The form was too old. Go back to the overview and try again.", status: .forbidden)
        }
        try await collector.store.removeSession(hash: Secrets.hash(cookie))
        var response = Response.redirect(to: "/login", type: .normal)
        response.setCookie(SessionCookie.make(SessionCookie.name, "", isSecure: collector.isSecure, maxAge: 0))
        return response
    }

    /// Enters in the audit log that tries are turned away: once a minute, however many come.
    ///
    /// A name that is no user's is not kept: it may be a password that was typed into the wrong field.
    private func noteRefusal(of name: String?, from context: CollectorContext, now: Int64) async throws {
        guard let count = collector.gate.refusalsToTell(now: now) else { return }
        try await collector.store.enterInAudit(
            .signInRefused, by: .nobody, on: name.map(AuditSubject.user) ?? .address(context.peer),
            reason: "\(count) \(count == 1 ? "try" : "tries") turned away, the last from \(context.peer)", nowMS: now)
    }

    /// A fresh session for every sign-in, so that a planted cookie is worth nothing.
    private func welcome(_ name: String, from context: CollectorContext) async throws -> Response {
        let cookie = Secrets.token()
        try await collector.store.addSession(
            hash: Secrets.hash(cookie), user: name, expiresMS: collector.now() + SessionCookie.lifetimeMS,
            nowMS: collector.now())
        context.logger.notice("signed in", metadata: ["user": "\(name)", "address": "\(context.peer)"])
        var response = Response.redirect(to: "/", type: .normal)
        response.setCookie(
            SessionCookie.make(
                SessionCookie.name, cookie, isSecure: collector.isSecure,
                maxAge: Int(SessionCookie.lifetimeMS / 1_000)))
        return response
    }

    private func page(_ request: Request, status: HTTPResponse.Status, message: String?, name: String) -> Response {
        let known = request.cookies[SessionCookie.visitorName]?.value
        let visitor = known ?? Secrets.token()
        let view = LoginView(
            message: message, entered: name, formToken: SessionCookie.formToken(for: visitor))
        var response = collector.page("login", view, status: status)
        if known == nil {
            response.setCookie(
                SessionCookie.make(SessionCookie.visitorName, visitor, isSecure: collector.isSecure))
        }
        return response
    }
}

extension Request {
    /// The body as the fields of a form.
    ///
    /// - Throws: 400 for a body that is none; 413 beyond 16 kB.
    func form<T: Decodable>(_ type: T.Type, _ context: CollectorContext) async throws -> T {
        var request = self
        _ = try await request.collectBody(upTo: 16_384)
        do {
            return try await URLEncodedFormDecoder().decode(type, from: request, context: context)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            // What the decoder throws for a body that is no form counts as the server's own failure otherwise.
            throw HTTPError(.badRequest)
        }
    }
}
