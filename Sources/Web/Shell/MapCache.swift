import Application
import Synchronization

/// The drawn map, made anew when the directory is another one.
final class MapCache: Sendable {
    private let state = Mutex<(version: Int64, map: BoardMap)?>(nil)

    func map(of directory: Directory) -> BoardMap {
        state.withLock { state in
            if let state, state.version == directory.version { return state.map }
            let map = BoardMap(directory)
            state = (directory.version, map)
            return map
        }
    }
}
