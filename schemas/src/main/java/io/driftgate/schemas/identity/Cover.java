package io.driftgate.schemas.identity;

/**
 * What a live scope reads in full, so that absence there means gone: {@code provider/account/region/type}, percent-encoded;
 * {@code *} as region or type stands for any.
 */
public record Cover(String provider, String account, String region, String type) {

    private static final String ANY = "*";

    public Cover {
        if (provider.isEmpty() || account.isEmpty() || region.isEmpty() || type.isEmpty()) {
            throw new IllegalArgumentException("cover with an empty part (expected: provider/account/region/type)");
        }
    }

    /** @throws IllegalArgumentException when the text is not what {@link #text()} writes */
    public static Cover parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("cover '" + text + "' (expected: provider/account/region/type)");
        }
        return new Cover(
                PercentEncoding.decode(parts[0]),
                PercentEncoding.decode(parts[1]),
                parts[2].equals(ANY) ? ANY : PercentEncoding.decode(parts[2]),
                parts[3].equals(ANY) ? ANY : PercentEncoding.decode(parts[3]));
    }

    /** Exactly the place and type of one resource. */
    public static Cover of(ResourceKey key) {
        Entity entity = key.entity();
        return new Cover(entity.provider(), entity.account(), entity.region(), key.type());
    }

    /** Whether a resource, were it there, would be among what the scope reads. */
    public boolean covers(ResourceKey key) {
        Entity entity = key.entity();
        return provider.equals(entity.provider())
                && account.equals(entity.account())
                && (region.equals(ANY) || region.equals(entity.region()))
                && (type.equals(ANY) || type.equals(key.type()));
    }

    /** The cover's text. */
    public String text() {
        return PercentEncoding.encode(provider) + "/" + PercentEncoding.encode(account) + "/" + orAny(region) + "/"
                + orAny(type);
    }

    private static String orAny(String part) {
        return part.equals(ANY) ? ANY : PercentEncoding.encode(part);
    }

    @Override
    public String toString() {
        return text();
    }
}
