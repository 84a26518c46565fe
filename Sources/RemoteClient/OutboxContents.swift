/// What an outbox holds, by the events of its journal.
struct OutboxContents {
  private struct Item {
    let number: Int
    let entry: Outbox.Entry
    /// Why it is set aside, if it is.
    var reason: String?
  }

  private var items: [String: Item] = [:]
  private var added = 0

  var isEmpty: Bool { items.isEmpty }

  var pending: [Outbox.Entry] {
    inOrder.filter { $0.reason == nil }.map(\.entry)
  }

  var setAside: [Outbox.SetAside] {
    inOrder.compactMap { item in item.reason.map { Outbox.SetAside(item.entry, reason: $0) } }
  }

  func entry(_ id: String) -> Outbox.Entry? {
    items[id]?.entry
  }

  func isSetAside(_ id: String) -> Bool {
    items[id]?.reason != nil
  }

  /// The fewest events that lead to the same.
  var records: [OutboxRecord] {
    inOrder.flatMap { item in
      [.added(item.entry)] + (item.reason.map { [.refused(item.entry.id, $0)] } ?? [])
    }
  }

  /// Events about visits that are gone meanwhile change nothing.
  mutating func apply(_ record: OutboxRecord) {
    switch record {
    case .began: break
    case .added(let entry):
      if items[entry.id] == nil { items[entry.id] = Item(number: added, entry: entry) }
      added += 1
    case .sent(let id), .discarded(let id): items[id] = nil
    case .refused(let id, let reason): items[id]?.reason = reason
    case .retried(let id): items[id]?.reason = nil
    }
  }

  private var inOrder: [Item] {
    items.values.sorted { $0.number < $1.number }
  }
}
