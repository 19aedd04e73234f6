import Testing

@testable import CollectorApp

/// A view says to the templates what its structs say, in another form.
@Suite struct ViewTreeTests {
    private struct Row {
        let name: String
        let more: String?
        let isLate: Bool
        let count: Int64
    }

    private struct Page {
        let title: String
        let rows: [Row]
        let none: [Row]
        let kept: [(name: String, value: String)]
        let first: Row?
        let last: Row?
    }

    private static var tree: [String: Any]? {
        ViewTree.of(
            Page(
                title: "Branches", rows: [Row(name: "Baku", more: nil, isLate: false, count: 7)], none: [],
                kept: [(name: "region", value: "north")],
                first: Row(name: "Ganja", more: "2 more", isLate: true, count: 1 << 40), last: nil)) as? [String: Any]
    }

    @Test func `structs and tuples are dictionaries, lists stay lists, plain values what they are`() throws {
        let page = try #require(Self.tree)
        #expect(page["title"] as? String == "Branches")
        let row = try #require((page["rows"] as? [Any])?.first as? [String: Any])
        #expect(row["name"] as? String == "Baku")
        #expect(row["isLate"] as? Bool == false)
        #expect(row["count"] as? Int64 == 7)
        #expect((page["none"] as? [Any])?.isEmpty == true)
        let kept = (page["kept"] as? [Any])?.first as? [String: Any]
        #expect(kept as? [String: String] == ["name": "region", "value": "north"])
    }

    @Test func `what is nil is left out, so that its name is looked for around it`() throws {
        let page = try #require(Self.tree)
        let row = try #require((page["rows"] as? [Any])?.first as? [String: Any])
        #expect(!row.keys.contains("more"))
        #expect(!page.keys.contains("last"))
        let first = try #require(page["first"] as? [String: Any])
        #expect(first["more"] as? String == "2 more")
        #expect(first["count"] as? Int64 == 1 << 40)
    }
}
