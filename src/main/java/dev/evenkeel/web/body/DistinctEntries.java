package dev.evenkeel.web.body;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The keyword {@code uniqueItems} for lists of texts. The library's own names the list but not the
 * entry, and takes time by the square of the entries where they are made up to share one hash.
 */
final class DistinctEntries extends AbstractKeyword {

  static final String NAME = "uniqueItems";

  DistinctEntries() {
    super(NAME);
  }

  @Override
  public KeywordValidator newValidator(
      SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
    return new Check(this, value, location, parent, context);
  }

  private static final class Check extends BaseKeywordValidator {

    Check(
        DistinctEntries keyword,
        JsonNode value,
        SchemaLocation location,
        Schema parent,
        SchemaContext context) {
      super(keyword, value, location, parent, context);
    }

    @Override
    public void validate(ExecutionContext run, JsonNode list, JsonNode body, NodePath at) {
      // Texts can be ordered, which keeps a set of them fast whatever their hashes are.
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < list.size(); i++) {
        if (list.isArray() && !seen.add(list.get(i).toString())) {
          run.addError(
              error()
                  .instanceNode(list.get(i))
                  .instanceLocation(at.append(i))
                  .evaluationPath(run.getEvaluationPath())
                  .locale(run.getExecutionConfig().getLocale())
                  .build());
        }
      }
    }
  }
}
