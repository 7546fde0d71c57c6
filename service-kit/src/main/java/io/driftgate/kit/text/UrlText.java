package io.driftgate.kit.text;

import java.net.URI;

/**
 * What may be shown of a URL. Java parses an authority whose host is no host name ({@code user:pw@host_name}) as a whole
 * and then knows of no user in it, so users are looked for in the authority itself.
 */
public final class UrlText {

    private static final String HIDDEN = "***";

    private UrlText() {}

    /**
     * The URL without its secrets: {@code https://***@host:8081/path?***}. What stands before the host, in the query and in
     * the fragment is hidden; so is all of a URL without an authority but its scheme.
     */
    public static String of(URI url) {
        StringBuilder text = new StringBuilder();
        if (url.getScheme() != null) {
            text.append(url.getScheme()).append(':');
        }
        if (url.isOpaque()) {
            return text.append(HIDDEN).toString();
        }
        String authority = url.getRawAuthority();
        if (authority != null) {
            text.append("//");
            text.append(namesUser(url) ? HIDDEN + authority.substring(authority.lastIndexOf('@')) : authority);
        }
        text.append(url.getRawPath());
        if (url.getRawQuery() != null) {
            text.append('?').append(HIDDEN);
        }
        if (url.getRawFragment() != null) {
            text.append('#').append(HIDDEN);
        }
        return text.toString();
    }

    /** Whether a user, and perhaps a password, stands before the host. */
    public static boolean namesUser(URI url) {
        String authority = url.getRawAuthority();
        return authority != null && authority.indexOf('@') >= 0;
    }
}
