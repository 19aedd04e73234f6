import Foundation
import Testing

@testable import WireProtocol

struct DoubledKeysTests {
    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":1,"b":{"c":1,"c":1}}"#, #"{"a":[{"b":1,"b":2}]}"#, #"{"a" : 1, "a" : 2}"#,
        #"{"a":1,"\u0061":2}"#, #"{"x":"a","a":{"a":1},"x":2}"#, #"{"":1,"":2}"#,
    ]) func `a key that is there twice, or might be, is found`(text: String) {
        #expect(DoubledKeys.exist(in: Data(text.utf8)))
    }

    @Test(arguments: [
        #"{"a":1,"b":2}"#, #"{"a":{"a":1},"b":{"a":1}}"#, #"{"a":["a","a","a"]}"#, #"{"a":"a","b":"a"}"#,
        #"{"a":"\"b\":1","b":"{\"a\":1"}"#, #"[{"a":1},{"a":2}]"#, "{}", "[]", "1", #""a""#, "", #"{"a":"}","b":"\\"}"#,
        #"{"queue":[["a:"],"b"],"c":":"}"#,
    ]) func `keys of different objects and words in values are none`(text: String) {
        #expect(!DoubledKeys.exist(in: Data(text.utf8)))
    }
}
