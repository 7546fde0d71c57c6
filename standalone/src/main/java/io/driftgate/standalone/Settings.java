package io.driftgate.standalone;

import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import java.io.PrintStream;
import java.util.Map;

/**
 * What one trial is started with.
 *
 * @param folder where it keeps everything
 * @param files what the folder begins with
 * @param ports where it listens
 * @param environment overrides and variables of the configuration files
 * @param console where the sink of that name prints
 */
public record Settings(
        DataFolder folder, ConfigFiles files, Ports ports, Map<String, String> environment, PrintStream console) {

    public Settings {
        environment = Map.copyOf(environment);
    }
}
