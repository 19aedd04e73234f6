/// Whether a commit reaches the disk, asked of the database at most every 2 seconds.
///
/// Anybody may ask for readiness, and each proof is a flush of the disk that kiosks wait for too.
actor Readiness {
    static let freshMS: Int64 = 2_000

    private var last: (atMS: Int64, proof: Task<Bool, Never>)?

    /// The last proof while it is fresh, also one under way; else a new one.
    func isReady(nowMS: Int64, prove: @escaping @Sendable () async -> Bool) async -> Bool {
        if let last, (0..<Self.freshMS).contains(nowMS - last.atMS) { return await last.proof.value }
        // Not a child of the request: one that is cancelled must not fail the others that wait for it.
        let proof = Task { await prove() }
        last = (nowMS, proof)
        return await proof.value
    }
}
