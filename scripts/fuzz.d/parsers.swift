// One parser under libFuzzer: `SMILEPOST_FUZZ_TARGET` names it. With `SMILEPOST_FUZZ_EXAMPLES` it writes the valid messages
// of our own encoders into that folder, and ends.
import Foundation

private let target = ProcessInfo.processInfo.environment["SMILEPOST_FUZZ_TARGET"].flatMap(FuzzTarget.init(rawValue:))

@_cdecl("LLVMFuzzerInitialize")
package func beginFuzzing(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
    guard let target else { fatalError("SMILEPOST_FUZZ_TARGET names no parser") }
    guard let folder = ProcessInfo.processInfo.environment["SMILEPOST_FUZZ_EXAMPLES"] else { return 0 }
    for (n, bytes) in target.examples.enumerated() {
        guard FileManager.default.createFile(atPath: "\(folder)/example-\(n + 1)", contents: bytes) else {
            fatalError("can't write to \(folder)")
        }
    }
    exit(0)
}

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard let target else { return 0 }
    if let fault = target.fault(in: Data(UnsafeBufferPointer(start: bytes, count: count))) {
        fatalError("\(target): \(fault)")
    }
    return 0
}
