package io.driftgate.proxy.edge;

import java.util.List;

/**
 * What is known of a request before its body, as it came.
 *
 * @param method HTTP method
 * @param hosts values of its {@code Host} headers
 * @param authority host that it is for, without port; empty when it names none
 * @param path path, not decoded; empty when it has none, as {@code OPTIONS *}
 * @param decorated whether its target carries a fragment or user information, which no request does (RFC 9110, section 4.2)
 * @param authorization values of its {@code Authorization} headers; never logged
 * @param clientAddress of the other end of the connection
 */
public record RequestHead(
        String method,
        List<String> hosts,
        String authority,
        String path,
        boolean decorated,
        List<String> authorization,
        String clientAddress) {

    public RequestHead {
        hosts = List.copyOf(hosts);
        authorization = List.copyOf(authorization);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return method + " from " + clientAddress;
    }
}
