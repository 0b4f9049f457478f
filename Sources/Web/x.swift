package import Application
package import Hummingbird

package struct WebDoor {
    package init(office: Office) {}
    package func addRoutes<Context: RequestContext>(to router: Router<Context>) {}
}
