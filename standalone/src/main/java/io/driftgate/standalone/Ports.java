package io.driftgate.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where everything listens on 127.0.0.1; 0 takes a free port. */
public record Ports(
        int kafka,
        int registry,
        int gateway,
        int api,
        int proxyManagement,
        int collectorsManagement,
        int correlatorManagement,
        int sinksManagement) {

    static final String LOOPBACK = "127.0.0.1";

    private static final int BASE = 8000;
    private static final int HIGHEST_BASE = 65_535 - 9104 + BASE;

    /** The ports of the conventions, each moved by {@code base - 8000}. */
    public static Ports shifted(int base) {
        if (base < 1024 || base > HIGHEST_BASE) {
            throw new StartRefusedException(
                    "--port-base " + base + " (expected: 1024 to " + HIGHEST_BASE + "; 8000 moves nothing)");
        }
        int by = base - BASE;
        return new Ports(9092 + by, 8081 + by, 8080 + by, 8090 + by, 9101 + by, 9102 + by, 9103 + by, 9104 + by);
    }

    /** Eight ports that nobody else has. */
    public static Ports free() {
        return new Ports(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** These, when nobody listens on any of them now; else free ones. */
    public Ports orFree() {
        return taken().isEmpty() ? this : free();
    }

    /**
     * Refuses before anything is started.
     *
     * @throws StartRefusedException naming the first port that is taken
     */
    void check() {
        taken().stream().findFirst().ifPresent(port -> {
            throw new StartRefusedException(port + ", is taken (expected: free; stop what listens there, or move all"
                    + " ports with --port-base N, which adds N - 8000)");
        });
    }

    /** Those that somebody listens on now: {@code 127.0.0.1:8080, the port of the gateway}. */
    public List<String> taken() {
        return byName().entrySet().stream()
                .filter(entry -> entry.getValue() != 0 && !canListenOn(entry.getValue()))
                .map(entry -> LOOPBACK + ":" + entry.getValue() + ", the port of the " + entry.getKey())
                .toList();
    }

    private Map<String, Integer> byName() {
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put("gateway", gateway);
        names.put("API", api);
        names.put("registry", registry);
        names.put("Kafka broker", kafka);
        names.put("proxy's management", proxyManagement);
        names.put("collectors' management", collectorsManagement);
        names.put("correlator's management", correlatorManagement);
        names.put("sinks' management", sinksManagement);
        return names;
    }

    private static boolean canListenOn(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
