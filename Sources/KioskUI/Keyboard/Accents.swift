/// The relatives of a letter, the most used first.
enum Accents {
    static let table: [Character: [Character]] = latin.merging(others) { first, _ in first }

    private static let latin: [Character: [Character]] = rows([
        "aáàâäãåæāăą", "eéèêëēėęěə", "iíìîïīįı", "oóòôöõøœōő", "uúùûüūůűų", "cçćčċ", "dďđð", "gğģġ", "hħ", "jĵ", "kķ",
        "lłľļĺ", "nñńňņ", "rřŕ", "sßśšşș", "tťţțþ", "vw", "wŵ", "yýÿ", "zžźż", "?¿", "!¡", "'’ʻ`", "-–—", ",;:",
        ".…·", "\"„“”«»",
    ])

    private static let others: [Character: [Character]] = rows([
        "аә", "вw", "гґғѓ", "дђ", "еёє", "жџ", "зѕ", "иіїѝ", "йј", "кқќ", "лљ", "нңњ", "оө", "уўұү", "хһ", "чћ",
        "αά", "εέ", "ηή", "ιίϊΐ", "οό", "υύϋΰ", "ωώ",
        "اأإآٱ", "يیىئے", "هةہھ", "بپ", "جچ", "زژ", "فڤ", "كکگ", "تٹ", "دڈ", "رڑ", "نں", "وۋ", "؟?", "،؛",
    ])

    /// Each row: the key, then what it offers.
    private static func rows(_ rows: [String]) -> [Character: [Character]] {
        var table: [Character: [Character]] = [:]
        for row in rows { if let key = row.first { table[key] = Array(row.dropFirst()) } }
        return table
    }
}
