package io.driftgate.standalone.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the demo has to tell, each with the facts that were read back for it. Latencies begin at the broker's append. */
sealed interface Act {

    /**
     * A part of the trial that came up.
     *
     * @param took how long its own start took
     */
    record Part(String name, Duration took) {}

    /** @param total from the first start to the last, which is less than the sum where two start side by side */
    record Started(List<Part> parts, Duration total) implements Act {
        public Started {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The first comparison is done and nothing differs.
     *
     * @param declared resources in the declared snapshot that ended
     * @param live resources in the live snapshot that ended
     * @param route that stands behind the resource
     */
    record InSync(int declared, int live, String route, String address) implements Act {}

    /**
     * Calls before anything happened.
     *
     * @param alice status that a caller with the scope got
     * @param nobody status without a token
     * @param bob status for a caller without the scope
     * @param bobNeeds why bob was refused, in the gateway's words
     * @param requests calls that were answered
     * @param recorded requests that access events stand for
     */
    record Traffic(int alice, int nobody, int bob, String bobNeeds, int requests, int recorded) implements Act {}

    /** Somebody does something. */
    record Someone(String does) implements Act {}

    /**
     * Who did it, as the drift record has it.
     *
     * @param mfa nothing when the cloud does not say
     */
    record Who(String name, String channel, String address, Optional<Boolean> mfa, double confidence) {}

    /**
     * A drift record.
     *
     * @param cause as attributed
     * @param who nothing when no change fits
     * @param after from the append of the differing state to the append of the first drift record
     */
    record Drifted(
            String severity,
            String id,
            String address,
            Duration after,
            String path,
            String declared,
            String live,
            String cause,
            Optional<Who> who,
            String means,
            Optional<String> technique,
            List<String> routes)
            implements Act {
        public Drifted {
            routes = List.copyOf(routes);
        }
    }

    /**
     * A route is shut.
     *
     * @param applied gateways whose status names the guard's version or a later one
     * @param gateways gateways that report
     * @param after from the append of the differing state to the first refused call
     * @param alice status that a caller who was served before gets now
     * @param title of the gateway's problem document
     * @param driftId that the problem document names
     * @param otherPath of a route with nothing behind it
     * @param other status there
     */
    record Guarded(
            String route,
            String action,
            int applied,
            int gateways,
            Duration after,
            int alice,
            String title,
            String driftId,
            String otherPath,
            int other)
            implements Act {}

    /**
     * It is taken back.
     *
     * @param resolution of the drift record
     * @param guard action of the guard record
     * @param alert status of the alert
     * @param alice status of a call after that
     */
    record Reverted(String resolution, String guard, String alert, int alice) implements Act {}

    /**
     * A listed pipeline's change, that nobody is called for.
     *
     * @param role that CloudTrail names
     * @param held from the append of the differing state to that of the state that followed
     * @param others after how long it would have been told of anybody else
     * @param alerts about it on the topic, read to its end
     */
    record Quiet(String role, Duration held, Duration others, int alerts) implements Act {}

    /**
     * The sums.
     *
     * @param requests calls that were answered
     * @param records requests that access events stand for
     * @param changes events on the topic of cloud changes
     * @param alerted drifts that an alert was opened for
     * @param reverted drifts that ended REVERTED
     * @param quiet of those changes, how many are of an entity that no alert is about
     * @param deadLetters on all topics of such
     * @param toAlert from the append of the differing state to the append of its alert
     * @param toShut from there to the first refused call
     * @param toOpen from the append of the state that was put back to the first served call
     */
    record Summary(
            int requests,
            int records,
            int changes,
            int alerted,
            int reverted,
            int quiet,
            int deadLetters,
            Duration toAlert,
            Duration toShut,
            Duration toOpen)
            implements Act {}

    /**
     * What to try next.
     *
     * @param running whether it still runs, so that it can be tried at once
     * @param data what the commands need to find it; empty when they find it by themselves
     * @param api root of the API; nothing when it is not known beforehand
     */
    record Try(boolean running, String driftId, String data, Optional<String> api) implements Act {}

    /** Something that should have come did not, in time. */
    record Missing(String what, Path log) implements Act {}
}
