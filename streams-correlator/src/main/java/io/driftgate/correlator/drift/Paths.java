package io.driftgate.correlator.drift;

/** Relations of paths like {@code ingress[0].cidr_blocks}. Pure. */
final class Paths {

    private Paths() {}

    /** The attribute of the resource that a path lies in. */
    static String attribute(String path) {
        int end = 0;
        while (end < path.length() && !isBorder(path.charAt(end))) {
            end++;
        }
        return path.substring(0, end);
    }

    /** Whether one is the other, or lies in it. */
    static boolean touch(String one, String other) {
        return lies(one, other) || lies(other, one);
    }

    private static boolean lies(String path, String in) {
        return path.startsWith(in)
                && (path.length() == in.length() || in.isEmpty() || isBorder(path.charAt(in.length())));
    }

    private static boolean isBorder(char c) {
        return c == '.' || c == '[';
    }
}
