package io.driftgate.collectors.declared;

import java.util.List;

/** What came of reading a Terraform state. */
public sealed interface StateReading {

    /**
     * The state was read whole.
     *
     * @param lineage tells states apart that were made anew at one place
     * @param serial rises with every change of the state
     * @param resources what the managed instances describe, each thing once, in the order of the state
     * @param leftOut what is not part of the declared state, with the reason
     */
    record Read(String lineage, long serial, List<DeclaredResource> resources, List<LeftOut> leftOut)
            implements StateReading {
        public Read {
            resources = List.copyOf(resources);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** The state cannot be used at all; nothing may be concluded from it. The message quotes none of its values. */
    record Refused(Reason reason, String message) implements StateReading {}

    /** An entry that declares nothing by itself. */
    record LeftOut(String address, Kind kind) {
        /** Why it declares nothing. */
        public enum Kind {
            /** A data source: read, not managed. */
            DATA_SOURCE,
            /** An object that a replacement left behind and that Terraform is going to delete. */
            DEPOSED,
            /** Describes what another instance of the state describes, too. */
            DESCRIBED_TWICE
        }
    }

    /** Why a state cannot be used. */
    enum Reason {
        /** In another encoding than Terraform's. */
        NOT_UTF_8,
        /** Not JSON, or not all of it. */
        NOT_JSON,
        /** Encrypted by OpenTofu: the key is not here. */
        ENCRYPTED,
        /** JSON, but no state: a plan, or the output of {@code show -json}. */
        NOT_A_STATE,
        /** A format other than 4. */
        UNSUPPORTED_VERSION,
        /** A state whose entries are not as the format says. */
        MALFORMED
    }
}
