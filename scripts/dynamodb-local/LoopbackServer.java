import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local as its own command line starts it, but on the loopback interface and on a free port, which it prints. On
 * its own it listens on every network interface and has no option to change that. Exits when its standard input closes, so
 * that it never outlives the process that started it.
 */
class LoopbackServer {
    public static void main(String[] arguments) throws Exception {
        DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
        var field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        var connector = (ServerConnector) ((Server) field.get(proxy)).getConnectors()[0];
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        proxy.start();
        System.out.println("Listening on port " + connector.getLocalPort());
        while (System.in.read() != -1) {
            // Nothing is ever written; the input closes when the starting process exits.
        }
        System.exit(0);
    }
}
