package io.driftgate.standalone.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** Tries whether somebody listens at a place. */
final class Reach {

    private static final int TIMEOUT_MS = 3_000;

    private Reach() {}

    /**
     * @param place {@code host:port}
     * @return why not; nothing when somebody does
     */
    static Optional<String> problem(String place) {
        int colon = place.lastIndexOf(':');
        if (colon < 1) {
            return Optional.of(place + " is no host:port");
        }
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(
                    place.substring(0, colon).replaceAll("^\\[|\\]$", ""),
                    Integer.parseInt(place.substring(colon + 1)));
            if (address.isUnresolved()) {
                return Optional.of(place + " has a name that is not known here");
            }
            socket.connect(address, TIMEOUT_MS);
            return Optional.empty();
        } catch (SocketTimeoutException late) {
            return Optional.of(place + " does not answer within " + TIMEOUT_MS / 1_000 + " s");
        } catch (IOException refused) {
            return Optional.of("nobody listens at " + place);
        } catch (IllegalArgumentException noPlace) {
            return Optional.of(place + " is no host:port");
        }
    }
}
