import SurveyKit
import TOMLKit

/// One walk over a parsed file, gathering its values and all that is wrong with it.
struct ConfigCheck {
    let file: String
    let lines: LineIndex
    let schema: ConfigSchema
    private(set) var values: [String: ConfigFile.Value] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String, lines: LineIndex, schema: ConfigSchema) {
        self.file = file
        self.lines = lines
        self.schema = schema
    }

    mutating func check(_ table: TOMLTable) {
        for name in table.keys {
            guard let keys = schema.keys(of: name) else {
                report(line: lines.line(section: name), "unknown section [\(name)]", sectionHint(name))
                continue
            }
            guard let section = table[name]?.table else {
                report(
                    line: lines.line(section: name), "`\(name)` is a section", "write [\(name)] on a line of its own")
                continue
            }
            check(section, named: name, keys: keys)
        }
        for (name, keys) in schema.sections {
            for key in keys where key.isRequired && table[name]?.table?[key.name] == nil {
                report(line: lines.line(section: name), "[\(name)] needs `\(key.name)`", "set it to \(key.kind.wanted)")
            }
        }
    }

    private mutating func check(_ section: TOMLTable, named name: String, keys: [ConfigSchema.Key]) {
        for keyName in section.keys {
            let line = lines.line(section: name, key: keyName)
            guard let key = keys.first(where: { $0.name == keyName }) else {
                report(line: line, "unknown key `\(keyName)` in [\(name)]", keyHint(keyName, section: name, keys: keys))
                continue
            }
            guard let value = section[keyName].flatMap({ Self.value(of: $0, kind: key.kind) }) else {
                let type = section[keyName]?.type.description ?? "nothing"
                report(line: line, "`\(keyName)` in [\(name)] is wrong (\(type))", "write \(key.kind.wanted)")
                continue
            }
            values["\(name).\(keyName)"] = value
        }
    }

    private static func value(of node: any TOMLValueConvertible, kind: ConfigSchema.Key.Kind) -> ConfigFile.Value? {
        switch kind {
        case .string: return text(node) { !$0.isEmpty }
        case .path: return text(node) { $0.hasPrefix("/") }
        case .origin:
            return text(node) {
                $0.wholeMatch(of: /https?:\/\/[A-Za-z0-9._\-]+(:[0-9]{1,5})?\/?/) != nil
                    || $0.wholeMatch(of: /https?:\/\/\[[0-9a-fA-F:.]+\](:[0-9]{1,5})?\/?/) != nil
            }
        case .word(let words): return text(node) { words.contains($0) }
        case .integer(let range):
            return node.type == .int ? node.int.flatMap { range.contains($0) ? .integer($0) : nil } : nil
        case .boolean:
            return node.type == .bool ? node.bool.map { .boolean($0) } : nil
        case .strings:
            guard let array = node.array else { return nil }
            let texts = array.compactMap { $0.type == .string ? $0.string : nil }
            return texts.count == array.count ? .strings(texts) : nil
        }
    }

    private static func text(_ node: any TOMLValueConvertible, where isFit: (String) -> Bool) -> ConfigFile.Value? {
        guard node.type == .string, let text = node.string, isFit(text) else { return nil }
        return .string(text)
    }

    private func sectionHint(_ name: String) -> String {
        let names = schema.sections.map(\.name)
        if let nearest = nearest(to: name, among: names) { return "did you mean [\(nearest)]?" }
        return "the sections are " + names.map { "[\($0)]" }.joined(separator: ", ")
    }

    private func keyHint(_ name: String, section: String, keys: [ConfigSchema.Key]) -> String {
        if let nearest = nearest(to: name, among: keys.map(\.name)) { return "did you mean `\(nearest)`?" }
        if let home = schema.sections.first(where: { $0.keys.contains { $0.name == name } }) {
            return "it belongs under [\(home.name)]"
        }
        return "the keys of [\(section)] are " + keys.map { "`\($0.name)`" }.joined(separator: ", ")
    }

    private mutating func report(line: Int, _ message: String, _ suggestion: String) {
        diagnostics.append(
            Diagnostic(
                severity: .error, file: file, line: line, column: 1, message: message, suggestion: suggestion))
    }
}
