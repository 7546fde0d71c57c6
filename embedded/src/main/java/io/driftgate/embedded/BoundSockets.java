package io.driftgate.embedded;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's two listening sockets, bound before the broker exists. So a free port stays ours between choosing and
 * using it, and a taken one is refused before a single broker thread runs.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

    private static final int BACKLOG = 50;

    private final ServerSocketChannel client;
    private final ServerSocketChannel controller;

    // Kept apart from the sockets, which forget theirs when they are closed.
    private final int clientPort;
    private final int controllerPort;

    private BoundSockets(ServerSocketChannel client, ServerSocketChannel controller) {
        this.client = client;
        this.controller = controller;
        this.clientPort = client.socket().getLocalPort();
        this.controllerPort = controller.socket().getLocalPort();
    }

    /**
     * Binds both on 127.0.0.1, the controller's always on a free port.
     *
     * @param clientPort 0 for a free one
     * @throws EmbeddedStartException PORT_TAKEN
     */
    static BoundSockets bind(int clientPort) {
        ServerSocketChannel client = listenOn(clientPort);
        try {
            return new BoundSockets(client, listenOn(0));
        } catch (RuntimeException e) {
            closeQuietly(client);
            throw e;
        }
    }

    int clientPort() {
        return clientPort;
    }

    int controllerPort() {
        return controllerPort;
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int listenBacklogSize, int recvBufferSize)
            throws IOException {
        ServerSocketChannel channel = listenerName.equals(BrokerProperties.CONTROLLER_LISTENER) ? controller : client;
        if (!channel.isOpen() || channel.socket().getLocalPort() != address.getPort()) {
            throw new IOException("listener " + listenerName + " asks for " + address + ", which was not bound for it");
        }
        return channel;
    }

    /** Closes what the broker has not closed already. */
    @Override
    public void close() {
        closeQuietly(client);
        closeQuietly(controller);
    }

    private static ServerSocketChannel listenOn(int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                channel.bind(new InetSocketAddress(Ports.LOOPBACK, port), BACKLOG);
                return channel;
            } catch (IOException | RuntimeException e) {
                closeQuietly(channel);
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    Reason.PORT_TAKEN,
                    "The broker cannot listen on %s:%d (%s). Stop what listens there, or choose another port."
                            .formatted(Ports.LOOPBACK, port, e.getMessage()),
                    e);
        }
    }

    private static void closeQuietly(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing depends on how a socket was closed.
            return;
        }
    }
}
