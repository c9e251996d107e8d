import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local as its own command line starts it, but for this machine only and on a free port, which it prints. By
 * itself it listens on every network interface and has no option for that. Ends when its standard input does, so that it
 * never outlives what started it.
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
            // Nothing is said; the end of the input is the end of whoever started us.
        }
        System.exit(0);
    }
}
