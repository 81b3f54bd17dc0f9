/// Rows under headings, each column as wide as its widest cell.
struct Table {
    let headings: [String]
    private(set) var rows: [[String]] = []
    /// Columns of numbers, aligned to the right.
    var rightAligned: Set<Int> = []

    init(_ headings: [String], rightAligned: Set<Int> = []) {
        self.headings = headings
        self.rightAligned = rightAligned
    }

    mutating func add(_ row: [String]) {
        precondition(row.count == headings.count, "a row of another width than its table")
        rows.append(row)
    }

    /// The lines, without trailing blanks.
    func lines(_ style: Style = Style(isColoured: false)) -> [String] {
        var widths = headings.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
        }
        return [style.bold(line(headings, widths))] + rows.map { line($0, widths) }
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, cell) in row.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            let isLast = column == row.count - 1
            text += rightAligned.contains(column) ? padding + cell : cell + (isLast ? "" : padding)
            if !isLast { text += "  " }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
