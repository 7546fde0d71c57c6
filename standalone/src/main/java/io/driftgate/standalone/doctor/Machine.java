package io.driftgate.standalone.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** This machine: its Java, its memory, its disk. */
final class Machine {

    private static final long MIB = 1024L * 1024;
    /** What a trial takes: one process of ours with the broker in it, and the registry beside it. */
    private static final long TRIAL = 1_300 * MIB;

    private static final long LITTLE_DISK = 2_048 * MIB;
    private static final long NO_DISK = 300 * MIB;
    private static final int JAVA = 25;
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private Machine() {}

    static Finding java() {
        Runtime.Version version = Runtime.version();
        String found = "Java " + version + " of " + System.getProperty("java.vendor", "nobody named")
                + "; Maven is only needed to build";
        return version.feature() >= JAVA
                ? Finding.ok("java", found)
                : Finding.fail("java", found, "Install a JDK " + JAVA + " or later beside it, or set JAVA_HOME");
    }

    /** @param wanted whether a trial is still to be started here */
    static Finding memory(boolean wanted) {
        long total = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return memory(total, available(total), wanted);
    }

    static Finding memory(long total, long available, boolean wanted) {
        String found = mib(total) + " of memory, " + mib(available) + " of it available";
        if (total < TRIAL) {
            return Finding.fail("memory", found, "driftgate up takes about " + mib(TRIAL) + "; give the machine more");
        }
        if (wanted && available < TRIAL) {
            return Finding.warn(
                    "memory", found, "driftgate up takes about " + mib(TRIAL) + "; end something else before it");
        }
        return Finding.ok("memory", found);
    }

    /** @param place need not be there: then its nearest folder counts */
    static Finding disk(Path place) {
        Path there = place.toAbsolutePath();
        while (!Files.exists(there)) {
            @Nullable Path parent = there.getParent();
            if (parent == null) {
                return Finding.fail("disk", place + " is on no disk", "Choose another folder");
            }
            there = parent;
        }
        try {
            FileStore store = Files.getFileStore(there);
            return disk(place, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException unknown) {
            return Finding.warn("disk", "the disk of " + there + " does not say how full it is", "Look at it by hand");
        }
    }

    static Finding disk(Path place, long usable, long total) {
        String found = mib(usable) + " of " + mib(total) + " free for " + place;
        if (usable < NO_DISK) {
            return Finding.fail("disk", found, "Make room: Kafka stops when its disk is full");
        }
        return usable < LITTLE_DISK
                ? Finding.warn("disk", found, "Make room before it fills: Kafka stops when its disk is full")
                : Finding.ok("disk", found);
    }

    /** What programs could have, caches counted in; the JVM only knows what nobody uses at all. */
    private static long available(long total) {
        try {
            Matcher matcher = AVAILABLE.matcher(Files.readString(MEMORY));
            if (matcher.find()) {
                return Math.min(total, Long.parseLong(matcher.group(1)) * 1024);
            }
        } catch (IOException notLinux) {
            // Asked below.
        }
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
    }

    private static String mib(long bytes) {
        return bytes >= 10_240 * MIB ? bytes / MIB / 1024 + " GiB" : bytes / MIB + " MiB";
    }
}
