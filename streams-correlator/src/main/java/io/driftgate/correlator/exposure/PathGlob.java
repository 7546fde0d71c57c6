package io.driftgate.correlator.exposure;

import java.util.regex.Pattern;

/** A glob over paths of differences: {@code ingress[*].cidr_blocks}. */
record PathGlob(Pattern pattern) {

    private static final String WHOLE_RESOURCE = ".";

    static PathGlob of(String glob) {
        if (glob.equals(WHOLE_RESOURCE)) {
            return new PathGlob(Pattern.compile(""));
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("[*]", i)) {
                regex.append("\\[\\d+]");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (glob.charAt(i) == '*') {
                regex.append("[^.\\[\\]]*");
            } else {
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return new PathGlob(Pattern.compile(regex.toString()));
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
