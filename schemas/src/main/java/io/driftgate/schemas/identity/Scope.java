package io.driftgate.schemas.identity;

import java.util.regex.Pattern;

/**
 * One source that is read as one unit: {@code declared:terraform:s3://bucket/key},
 * {@code live:aws:123456789012:eu-west-1:aws_security_group}, {@code live:file:lab}.
 *
 * @param text the scope's text, which is the key of its records
 */
public record Scope(String text) {

    private static final Pattern GRAMMAR = Pattern.compile("(declared|live):[a-z][a-z0-9_-]*:[^\\p{Cntrl}]+");
    private static final int MAX_LENGTH = 2048;

    public Scope {
        if (text.length() > MAX_LENGTH || !GRAMMAR.matcher(text).matches()) {
            throw new IllegalArgumentException("scope '" + text + "' (expected: declared:<kind>:<location> or"
                    + " live:<kind>:<what>, at most " + MAX_LENGTH + " characters)");
        }
    }

    /** @throws IllegalArgumentException when it is no scope */
    public static Scope parse(String text) {
        return new Scope(text);
    }

    /** A Terraform state, by the URL or {@code file:} path that it is read from. */
    public static Scope declaredTerraform(String location) {
        return new Scope("declared:terraform:" + location);
    }

    /** A live-state file, by its name in the configuration. */
    public static Scope liveFile(String name) {
        return new Scope("live:file:" + name);
    }

    /** The live resources of one type in one region of an account. */
    public static Scope liveAws(String account, String region, String type) {
        return new Scope("live:aws:" + account + ":" + region + ":" + type);
    }

    /** Whether the scope says what should be. */
    public boolean isDeclared() {
        return text.startsWith("declared:");
    }

    /** Whether the scope says what is. */
    public boolean isLive() {
        return text.startsWith("live:");
    }

    @Override
    public String toString() {
        return text;
    }
}
