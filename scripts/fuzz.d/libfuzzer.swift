// The input decoder under libFuzzer.
import TerminalUI

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let drawn = DecoderCase(from: UnsafeBufferPointer(start: bytes, count: count))
    if let fault = drawn.fault() { fatalError("\(fault)\n\(drawn.reads)") }
    return 0
}
