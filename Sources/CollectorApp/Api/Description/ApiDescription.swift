import Foundation
import Hummingbird
import Yams

/// `GET /api/v1/openapi.json`: what the API takes and answers, for programs; open to anybody, since it tells nothing of
/// this collector.
///
/// People write it as YAML, `openapi.yaml`.
enum ApiDescription {
    static let path = "/api/v1/openapi.json"

    /// Made when it is first asked for.
    private static let json = Result { try json(of: String(decoding: PackageResources.openapi_yaml, as: UTF8.self)) }

    static func add(to router: Router<CollectorContext>) {
        router.get("\(path)") { _, _ in Response.json(try json.get()) }
    }

    /// - Throws: The YAML parser's error.
    private static func json(of yaml: String) throws -> Data {
        let description = try Yams.compose(yaml: yaml).map(value) ?? [String: Any]()
        return try JSONSerialization.data(withJSONObject: description, options: [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func value(of node: Node) -> Any {
        switch node {
        case .mapping(let mapping):
            Dictionary(mapping.map { ($0.key.string ?? "", value(of: $0.value)) }, uniquingKeysWith: { $1 })
        case .sequence(let nodes): nodes.map(value)
        case .scalar(let scalar):
            switch node.any {
            case let word as Bool: word
            case let number as Int: number
            // Dates stay the words that they are.
            default: scalar.string
            }
        case .alias: [String: Any]()
        }
    }
}
