import Dispatch
import Foundation
import Synchronization

/// Runs tasks on a thread of its own, however busy Swift's own threads are with tests that wait for programs.
final class ThreadExecutor: TaskExecutor {
  static let shared = ThreadExecutor()

  private let jobs = Mutex<[UnownedJob]>([])
  private let due = DispatchSemaphore(value: 0)

  private init() {
    Thread.detachNewThread { [self] in
      while true {
        due.wait()
        guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { continue }
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    due.signal()
  }
}
