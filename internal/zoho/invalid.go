package zoho

// IsInvalid reports that Zoho finds the call or a record in it wrong as it
// stands: a value, a missing field, an unknown module or address, a limit of
// form. Repeating it unchanged cannot help. [Error.Field] and [Error.JSONPath]
// say where, if Zoho does.
//
// A record that does not exist is [IsNotFound] instead, although Zoho uses
// [CodeInvalidData] for both.
func IsInvalid(err error) bool {
	return matches(err, func(e *Error) bool { return e.Code.aboutForm() && !e.notFound() })
}

// aboutForm reports a code of the second group of this package's list.
func (c Code) aboutForm() bool {
	switch c {
	case CodeInvalidURLPattern, CodeInvalidRequestMethod, CodeInvalidModule, CodeAPINotSupported,
		CodeRequiredParamMissing, CodeExpectedParamMissing, CodeInvalidRequest, CodeInvalidQuery,
		CodeCriteriaLimit, CodeFieldTypeUnavailable, CodeInvalidAlias, CodeDuplicateAlias,
		CodeSyntaxError, CodePatternNotMatched, CodeAmbiguity, CodeUnableToParse,
		CodeLimitExceeded, CodeLimitReached, CodePaginationLimit, CodeDiscretePaginationLimit,
		CodePageTokenMismatch, CodePageTokenExpired,
		CodeInvalidData, CodeMandatoryNotFound, CodeExpectedFieldMissing,
		CodeDependentFieldMissing, CodeDependentMismatch, CodeMappingMismatch,
		CodeInvalidReference, CodeLoopingFound:
		return true
	}
	return false
}
