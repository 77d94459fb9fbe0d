// Package rule decides: leads are served in order, each goes to whoever is furthest below target. Among equals whoever is owed most by
// earlier runs comes first, then the seed decides: never the place in a list.
//
// It knows nothing of WebAssembly, so it is tested natively.
package rule

import (
	"cmp"
	"container/heap"
	"fmt"
	"math"

	"my-strategy/settings"
)

// Nobody stands for no person.
const Nobody = math.MaxUint32

// Reasons are the sentences that a plan's reasons point at.
var Reasons = [...]string{
	"furthest below target",
	"everybody has reached their target, and they are least past it",
	"nobody may receive leads",
	"everybody who may take it has reached their target or their limit",
}

const (
	below = iota
	past
	noPeople
	allFull
)

// People are the salespeople, as columns.
type People struct {
	ID                     []uint64
	Target, Workload, Room []uint32
	Credit                 []float64
}

// Request is what the rule needs to know.
type Request struct {
	// Owner of each lead: a row of People, or Nobody.
	Owner  []uint32
	People People
	Seed   uint64
	// Explain holds the rows of leads that want a note.
	Explain []uint32
}

// Note says more about a lead.
type Note struct {
	Lead uint32
	Text string
}

// Answer is, for each lead, who gets it and why.
type Answer struct {
	Assignee []uint32
	Reason   []uint16
	Notes    []Note
}

// Distribute decides who gets which lead. O(log people) a lead.
func Distribute(request Request, set settings.Settings) Answer {
	people := line{}
	for row, id := range request.People.ID {
		member := &member{
			row:   uint32(row),
			id:    id,
			toGo:  int64(request.People.Target[row]) - int64(request.People.Workload[row]),
			room:  request.People.Room[row],
			owed:  millionths(request.People.Credit[row]),
			drawn: Draw(request.Seed, id),
		}
		if member.mayReceive(set) {
			people = append(people, member)
		}
	}
	heap.Init(&people)
	explained := map[uint32]bool{}
	for _, lead := range request.Explain {
		explained[lead] = true
	}
	answer := Answer{Assignee: make([]uint32, len(request.Owner)), Reason: make([]uint16, len(request.Owner))}
	for lead, owner := range request.Owner {
		// The line passes over the lead's owner: odlm refuses a plan that gives them their own lead.
		passed := people.passOver(owner)
		if explained[uint32(lead)] {
			answer.Notes = append(answer.Notes, Note{uint32(lead), people.note(owner)})
		}
		switch {
		case len(people) > 0:
			first := people[0]
			answer.Assignee[lead], answer.Reason[lead] = first.row, first.reason()
			first.toGo--
			first.room--
			if first.mayReceive(set) {
				heap.Fix(&people, 0)
			} else {
				heap.Pop(&people)
			}
		case len(request.People.ID) == 0:
			answer.Assignee[lead], answer.Reason[lead] = Nobody, noPeople
		default:
			answer.Assignee[lead], answer.Reason[lead] = Nobody, allFull
		}
		if passed != nil {
			heap.Push(&people, passed)
		}
	}
	return answer
}

// member is somebody who may receive leads.
type member struct {
	row   uint32
	id    uint64
	toGo  int64  // leads until the target is reached; 0 or below: it is
	room  uint32 // leads that odlm still accepts for them
	owed  int64  // millionths of a lead, so that the noise of sums decides nothing
	drawn uint64
}

func (member *member) mayReceive(set settings.Settings) bool {
	return member.room > 0 && (member.toGo > 0 || set.PastTarget)
}

func (member *member) reason() uint16 {
	if member.toGo > 0 {
		return below
	}
	return past
}

func (member *member) String() string {
	return fmt.Sprintf("user %d with %d to go", member.id, member.toGo)
}

// line is a heap of people: whoever is served first stands first.
type line []*member

func (line line) Len() int            { return len(line) }
func (line line) Swap(one, other int) { line[one], line[other] = line[other], line[one] }
func (line line) Less(one, other int) bool {
	a, b := line[one], line[other]
	return cmp.Or(cmp.Compare(b.toGo, a.toGo), cmp.Compare(b.owed, a.owed), cmp.Compare(a.drawn, b.drawn), cmp.Compare(a.id, b.id)) < 0
}
func (line *line) Push(one any) { *line = append(*line, one.(*member)) }
func (line *line) Pop() any {
	last := (*line)[len(*line)-1]
	*line = (*line)[:len(*line)-1]
	return last
}

// passOver takes the owner out of the line when they are first; the caller puts them back.
func (line *line) passOver(owner uint32) *member {
	if len(*line) == 0 || (*line)[0].row != owner {
		return nil
	}
	return heap.Pop(line).(*member)
}

// note is what `odlm runs explain` shows beside the reason: who came first and who next.
func (line *line) note(owner uint32) string {
	if len(*line) == 0 {
		return "nobody could take it"
	}
	first := heap.Pop(line).(*member)
	defer heap.Push(line, first)
	if passed := line.passOver(owner); passed != nil {
		defer heap.Push(line, passed)
	}
	if len(*line) == 0 {
		return first.String() + "; nobody else could take it"
	}
	return first.String() + "; then " + (*line)[0].String()
}

// millionths of a credit. What is no number, or beyond a thousand million leads, is cut.
func millionths(credit float64) int64 {
	if math.IsNaN(credit) {
		return 0
	}
	return int64(math.Round(max(-1e9, min(1e9, credit)) * 1e6))
}

// Draw is a number that only the seed and an id decide: sorting by it shuffles, whatever order the ids came in.
func Draw(seed, id uint64) uint64 { return mix(mix(seed) ^ id) }

// mix is SplitMix64 (Steele, Lea and Flood, 2014). Not for secrets.
func mix(value uint64) uint64 {
	value += 0x9e3779b97f4a7c15
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9
	value = (value ^ (value >> 27)) * 0x94d049bb133111eb
	return value ^ (value >> 31)
}
