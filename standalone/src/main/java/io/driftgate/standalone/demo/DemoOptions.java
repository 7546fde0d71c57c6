package io.driftgate.standalone.demo;

import java.time.Duration;

/**
 * How the demo is played; tests take things out of the world and see that the story changes.
 *
 * @param keep whether everything is left running at the end
 * @param trail whether CloudTrail reports who opened the group
 * @param opened whether the group is opened at all
 * @param patience how long each expected thing is waited for
 */
public record DemoOptions(boolean keep, boolean trail, boolean opened, Duration patience) {

    /** As people see it. */
    public static DemoOptions asShipped(boolean keep) {
        return new DemoOptions(keep, true, true, Duration.ofSeconds(20));
    }

    public DemoOptions withoutTrail() {
        return new DemoOptions(keep, false, opened, patience);
    }

    public DemoOptions withoutOpening() {
        return new DemoOptions(keep, trail, false, patience);
    }

    public DemoOptions withPatience(Duration time) {
        return new DemoOptions(keep, trail, opened, time);
    }
}
