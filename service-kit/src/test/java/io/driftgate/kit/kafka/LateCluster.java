package io.driftgate.kit.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An address at which nothing answers until it is opened; then it carries to another address. */
final class LateCluster implements AutoCloseable {

    private final int port;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;

    /** @param target {@code host:port} */
    LateCluster(String target) throws IOException {
        int colon = target.lastIndexOf(':');
        this.target = new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        this.server = listening(0);
        this.port = server.getLocalPort();
        server.close();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void open() throws IOException {
        server = listening(port);
        Thread.startVirtualThread(this::accept);
    }

    private static ServerSocket listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket caller = server.accept();
                Socket called = new Socket(target.getAddress(), target.getPort());
                sockets.add(caller);
                sockets.add(called);
                Thread.startVirtualThread(() -> carry(caller, called));
                Thread.startVirtualThread(() -> carry(called, caller));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // Either side has hung up.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
