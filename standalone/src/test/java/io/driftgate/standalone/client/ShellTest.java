package io.driftgate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTest {

    @Test
    void shouldQuoteOnlyWhatAShellWouldTakeApart() {
        assertThat(Shell.quoted("/tmp/driftgate-demo-1")).isEqualTo("/tmp/driftgate-demo-1");
        assertThat(Shell.quoted("/tmp/my data")).isEqualTo("'/tmp/my data'");
        assertThat(Shell.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
        assertThat(Shell.quoted("")).isEqualTo("''");
    }
}
