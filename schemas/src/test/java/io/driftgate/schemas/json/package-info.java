/** Judges the grammar of keys and the canonical texts by tables and by generated, hostile input. */
@NullMarked
package io.driftgate.schemas.json;

import org.jspecify.annotations.NullMarked;
