import ArgumentParser
import Foundation
import Verifier
