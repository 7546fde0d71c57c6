package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.driftgate.correlator.compare.AttributeTable.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One resource's comparison, member by member in the order of their names. Used once, by one thread. */
final class Walk {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** What it means that a member is not there at all. */
    enum Membership {
        /** Attributes of a resource: live may not report one, the state of an older provider may not know one. */
        RESOURCE(true, true),
        /** Attributes of a block, an element of an array: live may not report one. */
        BLOCK(true, false),
        /** Entries of a map: what is not there was taken away. */
        MAP(false, false);

        private final boolean liveMayLeaveOut;
        private final boolean stateMayLeaveOut;

        Membership(boolean liveMayLeaveOut, boolean stateMayLeaveOut) {
            this.liveMayLeaveOut = liveMayLeaveOut;
            this.stateMayLeaveOut = stateMayLeaveOut;
        }
    }

    private final AttributeTable table;
    private final String type;
    private final Membership elements;
    private final NormalForm normal;
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /** @param elements what objects in arrays are */
    Walk(AttributeTable table, String type, Membership elements) {
        this.table = table;
        this.type = type;
        this.elements = elements;
        this.normal = new NormalForm(table, type);
    }

    Comparison result() {
        return new Comparison(differences, unknown);
    }

    void members(String path, List<String> names, JsonNode declared, JsonNode live, Membership membership) {
        TreeSet<String> all = new TreeSet<>();
        declared.fieldNames().forEachRemaining(all::add);
        live.fieldNames().forEachRemaining(all::add);
        all.forEach(name -> member(path, names, name, declared, live, membership));
    }

    private void member(
            String path, List<String> names, String name, JsonNode declared, JsonNode live, Membership membership) {
        List<String> below = NormalForm.below(names, name);
        JsonNode mine = declared.path(name);
        JsonNode theirs = live.path(name);
        boolean leftOutByState = mine.isMissingNode() && membership.stateMayLeaveOut;
        if (table.skips(type, below) || leftOutByState || (Meaning.isEmpty(mine) && Meaning.isEmpty(theirs))) {
            return;
        }
        if (theirs.isMissingNode() && membership.liveMayLeaveOut) {
            unknown.add(join(path, name));
        } else {
            value(join(path, name), below, mine, theirs);
        }
    }

    void value(String path, List<String> names, JsonNode declared, JsonNode live) {
        if (SensitiveDigest.same(declared, live)) {
            return;
        }
        if (SensitiveDigest.incomparable(declared, live)) {
            unknown.add(path);
        } else if (SensitiveDigest.of(declared).isPresent()) {
            differs(path, names, declared, live);
        } else if (declared.isObject() && live.isObject()) {
            members(path, names, declared, live, Membership.MAP);
        } else if (declared.isArray() && live.isArray() && !declared.isEmpty() && !live.isEmpty()) {
            array(path, names, declared, live);
        } else if (!Meaning.sameScalar(declared, live)) {
            Optional<JsonNode> document = Meaning.document(declared);
            Optional<JsonNode> liveDocument = Meaning.document(live);
            if (document.isPresent() && liveDocument.isPresent()) {
                documents(path, names, declared, live, document.get(), liveDocument.get());
            } else {
                differs(path, names, declared, live);
            }
        }
    }

    private void documents(
            String path,
            List<String> names,
            JsonNode declared,
            JsonNode live,
            JsonNode document,
            JsonNode liveDocument) {
        Optional<String> policy = PolicyDocument.normal(document);
        Optional<String> livePolicy = PolicyDocument.normal(liveDocument);
        if (policy.isPresent() && livePolicy.isPresent()) {
            if (!policy.equals(livePolicy)) {
                differs(path, names, declared, live);
            }
            return;
        }
        // A document is data: what it does not name is not there.
        Walk inside = new Walk(AttributeTable.none(), type, Membership.MAP);
        inside.value(path, List.of(), document, liveDocument);
        if (!inside.differences.isEmpty()) {
            differs(path, names, declared, live);
        } else if (!inside.unknown.isEmpty()) {
            unknown.add(path);
        }
    }

    private void array(String path, List<String> names, JsonNode declared, JsonNode live) {
        Word order = table.word(type, names);
        boolean objects = holdsContainers(declared) || holdsContainers(live);
        if (order == Word.LIST || (order == Word.UNKNOWN && declared.size() == 1 && live.size() == 1)) {
            if (objects) {
                for (int i = 0; i < Math.max(declared.size(), live.size()); i++) {
                    element(path + "[" + i + "]", names, declared.path(i), live.path(i));
                }
            } else {
                scalars(path, names, declared, live, ElementPairs.inOrder(declared, live), order);
            }
            return;
        }
        ElementPairs pairs = ElementPairs.anyOrder(
                declared, live, order == Word.SET, element -> normal.of(names, element), similarity(names));
        if (objects) {
            blocks(path, names, declared, live, pairs, order);
        } else {
            scalars(path, names, declared, live, pairs, order);
        }
    }

    private void scalars(
            String path, List<String> names, JsonNode declared, JsonNode live, ElementPairs pairs, Word order) {
        boolean unsure = false;
        for (ElementPairs.Pair pair : pairs.pairs()) {
            JsonNode mine = declared.get(pair.declared());
            JsonNode theirs = live.get(pair.live());
            if (SensitiveDigest.incomparable(mine, theirs)) {
                unsure = true;
            } else if (!SensitiveDigest.same(mine, theirs) && !Meaning.sameScalar(mine, theirs)) {
                differs(path, names, declared, live);
                return;
            }
        }
        if (!pairs.onlyDeclared().isEmpty() || !pairs.onlyLive().isEmpty()) {
            differs(path, names, declared, live);
        } else if (unsure || (order == Word.UNKNOWN && pairs.moved())) {
            unknown.add(path);
        }
    }

    private void blocks(
            String path, List<String> names, JsonNode declared, JsonNode live, ElementPairs pairs, Word order) {
        int before = differences.size();
        for (ElementPairs.Pair pair : pairs.pairs()) {
            element(path + "[" + pair.declared() + "]", names, declared.get(pair.declared()), live.get(pair.live()));
        }
        for (int index : pairs.onlyDeclared()) {
            differs(path + "[" + index + "]", names, declared.get(index), MissingNode.getInstance());
        }
        int next = declared.size();
        for (int index : pairs.onlyLive()) {
            differs(path + "[" + next++ + "]", names, MissingNode.getInstance(), live.get(index));
        }
        if (order == Word.UNKNOWN && pairs.moved() && differences.size() == before) {
            unknown.add(path);
        }
    }

    private void element(String path, List<String> names, JsonNode declared, JsonNode live) {
        if (declared.isMissingNode() || live.isMissingNode()) {
            differs(path, names, declared, live);
        } else if (declared.isObject()
                && live.isObject()
                && SensitiveDigest.of(declared).isEmpty()
                && SensitiveDigest.of(live).isEmpty()) {
            members(path, names, declared, live, elements);
        } else {
            value(path, names, declared, live);
        }
    }

    /** Share of members that do not differ, 0 to 1; for anything but two blocks, 1 where nothing differs. */
    private ElementPairs.Similarity similarity(List<String> names) {
        return (declared, live) -> {
            boolean digests = SensitiveDigest.of(declared).isPresent()
                    || SensitiveDigest.of(live).isPresent();
            if (digests || !declared.isObject() || !live.isObject()) {
                return differs(inside -> inside.value("", names, declared, live)) ? 0 : 1;
            }
            TreeSet<String> all = new TreeSet<>();
            declared.fieldNames().forEachRemaining(all::add);
            live.fieldNames().forEachRemaining(all::add);
            all.removeIf(name -> Meaning.isEmpty(declared.path(name)) && Meaning.isEmpty(live.path(name)));
            long unlike = all.stream()
                    .filter(name -> differs(inside -> inside.member("", names, name, declared, live, elements)))
                    .count();
            return all.isEmpty() ? 1 : 1 - (double) unlike / all.size();
        };
    }

    private boolean differs(Consumer<Walk> step) {
        Walk inside = new Walk(table, type, elements);
        step.accept(inside);
        return !inside.differences.isEmpty();
    }

    private void differs(String path, List<String> names, JsonNode declared, JsonNode live) {
        differences.add(new Difference(path, present(declared), present(normal.ordered(names, declared, live))));
    }

    private static Optional<JsonNode> present(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static boolean holdsContainers(JsonNode array) {
        return array.valueStream()
                .anyMatch(item ->
                        item.isContainerNode() && SensitiveDigest.of(item).isEmpty());
    }

    private static String join(String path, String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return path + "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }
}
